// The search of a site made by llmnotes, for the page, a worker or anybody else:
//
//   const site = await open(baseUrl);          // the address of the site's first page
//   const hits = await site.search("atenção", { k: 10 });
//   const some = await site.searchTyped("atenção tag:ia pasta:Modelos");
//
// Hits are those of `llmnotes search`, in its order.

import { Columns } from "./columns.js";
import { Encoder } from "./encoder.js";
import { find } from "./engine.js";
import { Files } from "./files.js";
import { Facts, listing, readTyped } from "./filters.js";
import { plain } from "./plain.js";
import { foundWords, marked, snippet } from "./snippet.js";
import { Vectors } from "./vectors.js";
import { Words } from "./words.js";

const DATA = "assets/search/data/";

/**
 * @typedef {object} Hit a passage; a higher score is a better match
 * @property {string} path of the note in its vault
 * @property {string} url where the passage is read
 * @property {string} title of the note
 * @property {string[]} heading the headings above, outermost first
 * @property {[number, number]} lines first and last line in the note's file
 * @property {number} score
 * @property {string} text of the passage
 * @property {string} html a stretch of the text with the words found in `<mark>`
 * @property {string[]} words there that the query asks for, folded, slips mended
 * @property {string} lang of the note
 * @property {string} reason "title", "alias" or "term" where the query names the passage
 * @property {number} place of the passage among all of the vault
 */

/** A site that can be searched. */
export class Site {
  /** @param {URL} base @param {Files} files @param {Columns} columns */
  constructor(base, files, columns) {
    this.base = base;
    this.files = files;
    this.columns = columns;
    this.rules = files.head.rules.scoring;
    this.words = new Words(files);
    this.encoder = new Encoder(files);
    this.vectors = new Vectors(files, columns);
  }

  /**
   * The same for a text with filters among its words; without words, the notes that they admit,
   * `listed` of them.
   * @returns {Promise<Hit[]>}
   */
  async searchTyped(text, options = {}) {
    const [words, filters] = readTyped(text, this.files.head.typed);
    if (!filters) return this.search(text, options);
    this.facts ??= new Facts(await this.files.facts());
    const admitted = this.facts.admitted(filters, options.complete);
    const { noteOf } = this.columns;
    if (words) return this.search(words, { ...options, admits: (place) => admitted[noteOf[place]] });
    const found = listing(this.columns, admitted, options.listed ?? options.k ?? 10);
    return Promise.all(found.map((one) => this.#hit(one, new Set(), new Set())));
  }

  /**
   * The best passages for a query, best first.
   * @param {string} text
   * @param {{k?: number, mode?: "hybrid" | "lexical" | "semantic", complete?: boolean,
   *   admits?: (place: number) => boolean}} [options]
   *   `complete` takes an unknown last word for one that is still being written
   * @returns {Promise<Hit[]>}
   */
  async search(text, options = {}) {
    if (!text.trim()) return [];
    const { query, found } = await find(this, text, options);
    const { stemming } = this.words;
    const keys = new Set(stemming.contentWords(text).map((word) => stemming.stem(word)));
    const meant = new Set(query.terms.map(([key]) => key));
    return Promise.all(found.map((one) => this.#hit(one, keys, meant)));
  }

  async #hit({ place, score, reason }, keys, meant) {
    const passage = await this.passage(place);
    const { stemming } = this.words;
    const [part, spans] = snippet(passage.text, keys, stemming, this.files.head.rules.tex);
    const whole = [passage.title, ...passage.heading, passage.text].join("\n");
    const words = foundWords(whole, meant, stemming);
    return { ...passage, score, reason, place, words, html: marked(part, spans) };
  }

  /** `text` in one line to be skimmed, without the marks of formulas. */
  plain(text) {
    return plain(text, this.files.head.rules.tex);
  }

  /** What there is to show of a passage. */
  async passage(place) {
    const [file, row] = this.columns.text(place);
    const [notes, passages] = await this.#texts(file);
    const [note, heading, first, last, fragment, text] = passages[row];
    const [path, address, title, lang] = notes[note];
    const url = new URL(address, this.base);
    if (fragment) url.hash = encodeURIComponent(fragment);
    return { path, url: url.href, title, heading, lines: [first, last], text, lang };
  }

  async #texts(file) {
    const reader = await this.files.reader("texts", file);
    return JSON.parse(new TextDecoder().decode(reader.bytes));
  }
}

/**
 * Open the search of a site.
 * @param {string | URL} base the address of the folder in which the site's first page lies
 * @returns {Promise<Site>}
 */
export async function open(base) {
  const root = new URL(base);
  const files = await Files.open(new URL(DATA, root));
  return new Site(root, files, new Columns(await files.columns(), files.head));
}

/** Search a site once. @param {Site} site @returns {Promise<Hit[]>} */
export function search(site, query, options) {
  return site.search(query, options);
}
