// How near passages are to a query: roughly for many, exactly for the few in front.

import { halves } from "./bytes.js";

const WEIGHT = 1; // how much a group gains by a passage that the words put first
const GUESS = 0.2; // by which a passage is taken to be nearer than the middle of its group

/** The vectors of a site's passages. */
export class Vectors {
  /** @param {import("./files.js").Files} files @param {import("./columns.js").Columns} columns */
  constructor(files, columns) {
    const { dim, block, spread, lookedAt } = files.head;
    Object.assign(this, { files, columns, dim, block, spread, lookedAt });
  }

  /**
   * Look through the groups nearest to a query.
   * @param {Float32Array} query
   * @returns {Promise<{cosines: Map<number, number>, guess: (place: number) => number}>} rough cosines
   *   by place, and what to take for those of places in other groups
   */
  async rough(query, sure) {
    const { columns } = this;
    const near = columns.middles.map((middle) => dot(middle, query));
    const chosen = this.#chosen(near, sure);
    const cosines = new Map();
    const codes = await Promise.all(chosen.map((group) => this.files.raw("codes", group)));
    const parts = this.#parts(query);
    chosen.forEach((group, i) => this.#look(codes[i], parts, columns.start(group), cosines));
    return { cosines, guess: (place) => (near[columns.group(columns.slots[place])] ?? 0) + GUESS };
  }

  /** The exact cosines of passages. @param {number[]} places @returns {Promise<Map<number, number>>} */
  async exact(query, places) {
    const cosines = await Promise.all(places.map((place) => this.#cosine(query, place)));
    return new Map(places.map((place, i) => [place, cosines[i]]));
  }

  #chosen(near, sure) {
    const { columns } = this;
    const groups = columns.groupEnds.map((_, group) => group);
    if (groups.length < 2) return groups;
    const hits = groups.map(() => 0);
    sure.forEach((place, i) => (hits[columns.group(columns.slots[place])] += WEIGHT / (i + 5)));
    const rank = groups.map((group) => near[group] + hits[group]);
    groups.sort((a, b) => rank[b] - rank[a] || a - b);
    let seen = 0;
    return groups.filter((group) => {
      const wanted = seen < this.lookedAt;
      if (wanted) seen += columns.groupEnds[group] - columns.start(group);
      return wanted;
    });
  }

  /** For each byte of a rough vector and each value it may have, what it adds to the cosine. */
  #parts(query) {
    const bytes = Math.ceil(this.dim / 4);
    const parts = new Float32Array(bytes * 256);
    for (let byte = 0; byte < bytes; byte++) {
      for (let value = 0; value < 256; value++) {
        let sum = 0;
        for (let i = 0; i < 4 && 4 * byte + i < this.dim; i++) {
          const at = 4 * byte + i;
          sum += (((value >> (2 * i)) & 3) - 1.5) * this.columns.steps[at] * query[at];
        }
        parts[byte * 256 + value] = sum;
      }
    }
    return parts;
  }

  #look(codes, parts, start, cosines) {
    const bytes = parts.length >> 8;
    for (let row = 0; row * bytes < codes.length; row++) {
      let sum = 0;
      for (let byte = 0; byte < bytes; byte++) sum += parts[(byte << 8) | codes[row * bytes + byte]];
      cosines.set(this.columns.order[start + row], sum);
    }
  }

  async #cosine(query, place) {
    const slot = this.columns.slots[place];
    const bytes = await this.files.raw("rows", Math.floor(slot / this.block));
    const row = slot % this.block;
    const held = bytes.length / (this.dim + 2);
    const numbers = new Int8Array(bytes.buffer, bytes.byteOffset + row * this.dim, this.dim);
    const at = held * this.dim + 2 * row;
    return dot(numbers, query) * halves(bytes.subarray(at, at + 2))[0];
  }
}

function dot(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}
