// What a vault says of its words: who holds them, what they name, what they are in translation.

import { Table } from "./files.js";
import { most } from "./query.js";
import { Stemming, words } from "./stemming.js";

/**
 * @typedef {object} Term
 * @property {number} holders passages that have the word
 * @property {number} file where the list of them is
 * @property {number} at
 * @property {number} size
 * @property {[number, number][]} names places and ranks of the passages that it names
 */

/** The words of one vault. */
export class Words {
  /** @param {import("./files.js").Files} files */
  constructor(files) {
    const { head } = files;
    this.files = files;
    this.rules = head.rules.query;
    this.quarters = head.rules.scoring.quarters;
    this.listed = head.rules.listed;
    this.stemming = new Stemming(head.rules.stemming);
    this.terms = new Table(files, "terms", (reader) => readTerms(reader, head.listBytes));
    this.lexicon = new Table(files, "lexicon", readLexicon);
    this.alike = new Table(files, "alike", readAlike);
    this.common = new Table(files, "common", (reader) => readCommon(reader, this.listed));
    this.lists = new Map();
  }

  /** Which of `keys` stand in some passage, and in how many. @returns {Promise<Map<string, number>>} */
  async known(keys) {
    const found = new Map();
    for (const [key, term] of await this.terms.all(keys)) {
      if (term.holders) found.set(key, term.holders);
    }
    return found;
  }

  /** The passages that a key names. @returns {Promise<[number, number][]>} place and rank */
  async named(key) {
    return key ? ((await this.terms.get(key))?.names ?? []) : [];
  }

  /** The translations of a folded word that the vault has. @returns {Promise<[string, number, number][]>} */
  async translated(word) {
    const shares = (await this.lexicon.get(word)) ?? [];
    const held = await this.known(shares.map(([key]) => key));
    return shares.filter(([key]) => held.has(key)).map(([key, share]) => [key, held.get(key), share]);
  }

  /**
   * For keys of the words of a text the words that may stand for them, and where these are.
   * @returns {Promise<Map<string, Map<string, Term>>>}
   */
  async synonyms(text) {
    const spans = this.stemming.spans(text, this.rules.longest);
    const found = await this.alike.all(new Set(spans.map((keys) => keys.join(" "))));
    const merged = new Map();
    for (const keys of spans) {
      for (const [its, term] of found.get(keys.join(" ")) ?? []) {
        for (const key of keys) {
          if (!merged.has(key)) merged.set(key, new Map());
          merged.get(key).set(its, term);
        }
      }
    }
    return merged;
  }

  /** Those of some folded words that are in use, with the log2 of how often each was seen. */
  async classes(words) {
    const asked = new Map([...words].filter((word) => mayBeListed(word, this.listed)).map((word) => [filed(word), word]));
    const found = await this.common.all([...asked.keys()]);
    return new Map([...found].map(([place, number]) => [asked.get(place), number]));
  }

  /** The known key that most passages hold among those that begin as `word` does. */
  async completed(word) {
    const begun = this.stemming.stem(word);
    const first = Math.max(0, this.terms.place(begun));
    const last = this.terms.place(`${begun}\uffff`);
    const found = new Map();
    for (let place = first; place <= last; place++) {
      for (const [key, term] of await this.terms.map(place)) {
        if (term.holders && key.startsWith(begun)) found.set(key, term.holders);
      }
    }
    return most(found);
  }

  /**
   * Where a key stands: places, ascending, and how often it counts in each.
   * @param {string} key @param {Term} [term] what is known of it, if that is known
   */
  async list(key, term) {
    if (!this.lists.has(key)) this.lists.set(key, await this.#list(term ?? (await this.terms.get(key))));
    return this.lists.get(key);
  }

  async #list(term) {
    if (!term?.holders) return { places: new Int32Array(0), counts: new Float64Array(0) };
    const reader = await this.files.reader("lists", term.file);
    reader.at = term.at;
    const places = reader.ascending(term.holders);
    const counts = Float64Array.from(reader.take(term.holders), (count) => count / this.quarters);
    return { places, counts };
  }
}

/** The folded words of a text; see stemming.js. */
export { words };

function readTerms(reader, listBytes) {
  let file = reader.varint();
  let at = reader.varint();
  const keys = reader.text(reader.varint()).split("\n");
  const found = new Map();
  for (const key of keys) {
    const [holders, size, names] = reader.varints(3);
    if (at && at + size > listBytes) [file, at] = [file + 1, 0];
    const named = Array.from({ length: names }, () => reader.varints(2));
    found.set(key, { holders, file, at, size, names: named });
    at += size;
  }
  return found;
}

function readLexicon(reader) {
  const found = new Map();
  for (const line of reader.text(reader.bytes.length).split("\n")) {
    const [word, ...parts] = line.split(" ");
    const shares = [];
    for (let i = 0; i < parts.length; i += 2) shares.push([parts[i], Number(parts[i + 1]) / 100]);
    found.set(word, shares);
  }
  return found;
}

function readAlike(reader) {
  const found = new Map();
  for (const line of reader.text(reader.bytes.length).split("\n")) {
    const [phrase, ...members] = line.split(",");
    const told = members.map((member) => member.split(" "));
    const terms = told.map(([key, ...rest]) => {
      const [holders, file, at] = rest.map(Number);
      return [key, { holders, file, at }];
    });
    found.set(phrase, new Map(terms));
  }
  return found;
}

/** Whether the list of words in use may have a word. */
function mayBeListed(word, { shortest, longest }) {
  return word.length >= shortest && word.length <= longest && /^[a-z]+$/.test(word);
}

/** A word with what it is filed under before it: see llmnotes/encoder/wordlist.py. */
function filed(word) {
  return word[0] + String(word.length).padStart(2, "0") + word;
}

function readCommon(reader, listed) {
  const words = reader.text(reader.bytes.length).split("\n");
  const classes = words.pop();
  return new Map(words.map((word, i) => [filed(word), classes.charCodeAt(i) - listed.class]));
}
