// A query to its vector: the twin of llmnotes/encoder, with the rows of its pieces only.

import { halves, unit } from "./bytes.js";
import { Table } from "./files.js";

const ACCENTS = /[\u0300-\u036f]+/g;
const IDEOGRAPHS = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}]/gu;
const UNKNOWN = "[UNK]";
const LONGEST = 64;

/** The bundled encoder; rows are loaded a few at a time. */
export class Encoder {
  /** @param {import("./files.js").Files} files */
  constructor(files) {
    this.files = files;
    this.dim = files.head.dim;
    this.alike = files.head.alike;
    this.asked = files.head.asked;
    this.bands = files.head.encoderBands;
    this.words = new RegExp(files.head.words, "gu");
    this.pieces = new Table(files, "pieces", readPieces);
  }

  /** The rows of the pieces of a text. @param {string} text @returns {Promise<number[]>} */
  async tokenize(text) {
    const apart = text.replace(IDEOGRAPHS, " $& "); // each is a word of its own
    const folded = apart.normalize("NFD").replace(ACCENTS, "").toLowerCase();
    const parts = folded.match(this.words) ?? [];
    return (await Promise.all(parts.map((word) => this.#cut(word)))).flat();
  }

  /** Whether `word` is one piece: then it is no slip. */
  async knows(word) {
    return (await this.tokenize(word)).length === 1;
  }

  /** The unit vector of a text; zero if nothing in it is known. @returns {Promise<Float32Array>} */
  async encode(text) {
    const rows = (await this.#rows(text)).map((row) => halves(row.subarray(0, 2 * this.dim)));
    const sum = new Float32Array(this.dim); // half precision rows are added in single, as numpy does
    for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i] += row[i];
    let square = 0;
    for (const one of sum) square += one * one;
    const length = Math.fround(Math.sqrt(square));
    return length > 0 ? sum.map((one) => one / length) : sum;
  }

  /** The unit vector of a question, to be compared with known ones; zero if nothing is known. */
  async question(text) {
    const sum = new Float64Array(this.alike); // whole numbers: any order gives the same
    for (const row of await this.#rows(text)) {
      const codes = new Int8Array(row.buffer, row.byteOffset + 2 * this.dim, this.alike);
      codes.forEach((code, i) => (sum[i] += code));
    }
    const length = Math.hypot(...sum);
    return Float32Array.from(sum, (one) => (length > 0 ? one / length : 0));
  }

  /**
   * The pieces of a question, for ask/matched.js: unit vectors, and how much each counts.
   * @param {string} text
   * @returns {Promise<{vector: Float32Array, share: number}[]>} the shares sum to 1
   */
  async asking(text) {
    const found = (await this.#rows(text)).map((row) => {
      const at = row.length - 4;
      const share = new DataView(row.buffer, row.byteOffset + at).getFloat32(0, true);
      return { vector: unit(row.subarray(at - this.asked, at)), share };
    });
    const all = found.reduce((sum, { share }) => sum + share, 0);
    return found.map(({ vector, share }) => ({ vector, share: share / Math.max(all, 1e-9) }));
  }

  /** Cut a word greedily into the longest pieces known. */
  async #cut(word) {
    const letters = [...word];
    const found = [];
    const unknown = async () => [await this.pieces.get(UNKNOWN)];
    if (letters.length > LONGEST) return unknown();
    for (let start = 0; start < letters.length; ) {
      const lead = start ? "##" : "";
      let end = letters.length;
      let piece;
      for (; end > start; end--) {
        piece = await this.pieces.get(lead + letters.slice(start, end).join(""));
        if (piece !== undefined) break;
      }
      if (piece === undefined) return unknown();
      found.push(piece);
      start = end;
    }
    return found;
  }

  /** The rows of the pieces of a text, as bytes. @returns {Promise<Uint8Array[]>} */
  async #rows(text) {
    return Promise.all((await this.tokenize(text)).map((piece) => this.#row(piece)));
  }

  async #row(piece) {
    const [file, row] = this.#place(piece);
    const bytes = await this.files.raw("encoder", file);
    const size = 2 * this.dim + this.alike + this.asked + 4;
    return bytes.subarray(row * size, (row + 1) * size);
  }

  /** The file in which a row is, and its place in there: rare ones share larger files. */
  #place(row) {
    let files = 0;
    let start = 0;
    for (const [end, size] of this.bands) {
      if (row < end) return [files + Math.floor((row - start) / size), (row - start) % size];
      files += Math.ceil((end - start) / size);
      start = end;
    }
    throw new RangeError(`row ${row}; expected fewer than ${start}`);
  }
}

function readPieces(reader) {
  const keys = reader.text(reader.varint()).split("\n");
  return new Map(keys.map((key) => [key, reader.varint()]));
}
