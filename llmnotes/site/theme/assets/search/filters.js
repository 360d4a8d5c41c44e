// Filters typed among the words of a query, and the notes that they admit: the twin of
// llmnotes/search/typed.py, filters.py and listing.py.

import { fold } from "./stemming.js";

/**
 * @typedef {object} Filters what a note must be; empty asks for nothing
 * @property {string[]} tags
 * @property {string} folder
 * @property {string} lang
 * @property {string} since
 */

/**
 * The words of a query without the filters among them, and these, if there are any.
 * @param {string} text
 * @param {object} rules of head.bin
 * @returns {[string, Filters | undefined]}
 */
export function readTyped(text, { kinds, languages, values, typed }) {
  const found = { tags: [], folder: "", lang: "", since: "" };
  let any = false;
  const words = text.replace(new RegExp(typed, "gu"), (whole, name, quoted, plain) => {
    const kind = own(kinds, fold(name));
    let value = quoted || plain;
    if (kind === "lang") value = own(languages, fold(value)) ?? value;
    if (!kind || !new RegExp(`^(?:${values[kind]})$`, "u").test(value)) return whole;
    if (kind === "tag") found.tags.push(value);
    else found[kind] = value;
    any = true;
    return "";
  });
  return any ? [words.trim().split(/\s+/u).join(" "), found] : [text, undefined];
}

/** What filters need to know of every note: of each kind all values, and which ones a note has. */
export class Facts {
  /** @param {import("./bytes.js").Reader} reader */
  constructor(reader) {
    const { folders, langs, days, tags } = JSON.parse(reader.text(reader.bytes.length));
    Object.assign(this, { folders, langs, days, tags });
  }

  /**
   * Whether each note is admitted.
   * @param {Filters} filters
   * @param {boolean} unfinished whether a beginning of a tag or a folder will do if nothing is so named
   * @returns {boolean[]}
   */
  admitted(filters, unfinished = false) {
    const found = this.#admitted(filters, "/");
    return unfinished && !found.includes(true) ? this.#admitted(filters, "") : found;
  }

  /** `end` is what must follow what was asked for. */
  #admitted({ tags, folder, lang, since }, end) {
    const inside = (one, wanted) => `${one}/`.startsWith(wanted + end);
    const folders = this.#those("folders", stripped(folder), inside);
    const langs = this.#those("langs", base(lang), (one, wanted) => base(one) === wanted);
    const days = this.#those("days", since, (one, wanted) => one >= wanted);
    const [, tagsOf] = this.tags;
    const wanted = tags.map((tag) => this.#those("tags", stripped(tag.replace(/^#+/u, "")), inside));
    const is = (kind, those, note) => those[this[kind][1][note]];
    return tagsOf.map((numbers, note) => {
      const has = (those) => numbers.some((number) => those[number]);
      const rest = is("folders", folders, note) && is("langs", langs, note) && is("days", days, note);
      return rest && wanted.every(has);
    });
  }

  /** Which of all values of a kind are what is wanted; all if nothing is. */
  #those(kind, wanted, is) {
    return this[kind][0].map((one) => !wanted || is(one, wanted));
  }
}

/** The places of the first passages of the `k` admitted notes linked to most, with scores. */
export function listing(columns, admitted, k) {
  const firsts = new Map();
  columns.noteOf.forEach((note, place) => admitted[note] && !firsts.has(note) && firsts.set(note, place));
  const most = Math.max(columns.highest, 1);
  return [...firsts]
    .sort(([a], [b]) => columns.inbound[b] - columns.inbound[a] || a - b)
    .slice(0, k)
    .map(([note, place]) => ({ place, score: columns.inbound[note] / most, reason: "" }));
}

function own(table, key) {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function stripped(text) {
  return fold(text.replace(/^\/+|\/+$/gu, ""));
}

function base(lang) {
  return lang.toLowerCase().replaceAll("_", "-").split("-")[0];
}
