// The files of a site's search: each is loaded when it is first needed, and once.

import { Reader, inflate } from "./bytes.js";

const FORMAT = 6;

/** The files under one address. `moved` counts the bytes that came. */
export class Files {
  /** @param {URL} base @param {object} head what head.bin says */
  constructor(base, head) {
    this.base = base;
    this.head = head;
    this.moved = 0;
    this.loaded = new Map();
  }

  /** Load what says which files there are. @param {string | URL} base the folder of the files */
  static async open(base) {
    const answer = await fetch(new URL("head.bin", base), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const head = JSON.parse(new TextDecoder().decode(await inflate(await answer.arrayBuffer())));
    if (head.format !== FORMAT) throw new Error(`format ${head.format}; expected ${FORMAT}`);
    return new Files(new URL(base), head);
  }

  /** One file of a table, inflated. @returns {Promise<Reader>} */
  async reader(table, number) {
    const bytes = await this.#once(`${table}/${number}.bin`, this.head.tables[table].digest, true);
    return new Reader(bytes);
  }

  /** One file as it is. @returns {Promise<Uint8Array>} */
  raw(table, number) {
    return this.#once(`${table}/${number}.bin`, this.head.tables[table].digest, false);
  }

  /** The facts about all notes and passages. @returns {Promise<Reader>} */
  async columns() {
    return new Reader(await this.#once("columns.bin", this.head.digest, true));
  }

  /** What filters need to know of all notes. @returns {Promise<Reader>} */
  async facts() {
    return new Reader(await this.#once("facts.bin", this.head.facts, true));
  }

  #once(path, version, packed) {
    if (!this.loaded.has(path)) {
      const asked = this.#fetch(path, version, packed);
      asked.catch(() => this.loaded.delete(path)); // so that the next query asks again
      this.loaded.set(path, asked);
    }
    return this.loaded.get(path);
  }

  async #fetch(path, version, packed) {
    // The version keeps files of two builds apart in the browser's cache.
    const answer = await fetch(new URL(`${path}?${version}`, this.base));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const data = await answer.arrayBuffer();
    this.moved += data.byteLength;
    return packed ? inflate(data) : new Uint8Array(data);
  }
}

/** A table of sorted keys in files. */
export class Table {
  /**
   * @param {Files} files
   * @param {string} name
   * @param {(reader: Reader) => Map<string, any>} read what makes one file a map
   */
  constructor(files, name, read) {
    this.files = files;
    this.name = name;
    this.read = read;
    this.firsts = files.head.tables[name].firsts;
    this.maps = new Map();
  }

  /** What is said of `key`, undefined if nothing. */
  async get(key) {
    const place = this.place(key);
    return place < 0 ? undefined : (await this.map(place)).get(key);
  }

  /** What is said of each of `keys` that the table has. @returns {Promise<Map<string, any>>} */
  async all(keys) {
    const places = new Set([...keys].map((key) => this.place(key)).filter((place) => place >= 0));
    await Promise.all([...places].map((place) => this.map(place)));
    const found = new Map();
    for (const key of keys) {
      const value = await this.get(key);
      if (value !== undefined) found.set(key, value);
    }
    return found;
  }

  /** The number of the file in which `key` is, if it is anywhere; -1 if it is before the first. */
  place(key) {
    let low = 0;
    let high = this.firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** One file of the table. @returns {Promise<Map<string, any>>} */
  async map(place) {
    if (!this.maps.has(place)) {
      const asked = this.files.reader(this.name, place).then(this.read);
      asked.catch(() => this.maps.delete(place));
      this.maps.set(place, asked);
    }
    return this.maps.get(place);
  }
}
