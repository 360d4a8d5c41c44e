// How near passages are to a query: roughly for many, exactly for the few in front.

import { halves } from "./bytes.js";

/** The vectors of a site's passages. */
export class Vectors {
  /** @param {import("./files.js").Files} files @param {import("./columns.js").Columns} columns */
  constructor(files, columns) {
    const { dim, bits, block, spread, reach, lookedAt, rules } = files.head;
    Object.assign(this, { files, columns, dim, bits, block, spread, reach, lookedAt });
    this.rules = rules.near;
  }

  /**
   * Look through the groups nearest to a query.
   * @param {Float32Array} query
   * @param {number[]} proposed places that the words put first
   * @param {(place: number) => boolean} admits whether a place may be found
   * @returns {Promise<{cosines: Map<number, number>, likely: (place: number) => number,
   *   most: (place: number) => number}>} rough cosines by place, and what to expect of any place
   */
  async rough(query, proposed, admits) {
    const { columns, reach, spread, rules } = this;
    const near = columns.middles.map((middle) => dot(middle, query));
    const chosen = this.#chosen(near, proposed.slice(0, rules.sure), admits);
    const cosines = new Map();
    const codes = await Promise.all(chosen.map((group) => this.files.raw("codes", group)));
    const parts = this.#parts(query);
    chosen.forEach((group, i) => this.#look(codes[i], parts, near[group], columns.start(group), cosines));
    for (const place of cosines.keys()) if (!admits(place)) cosines.delete(place);
    const likely = (place) => cosines.get(place) ?? near[columns.groupOf[place]] + reach;
    const most = (place) => likely(place) + (cosines.has(place) ? rules.doubt * spread : rules.far * reach);
    return { cosines, likely, most };
  }

  /** The exact cosines of passages. @param {number[]} places @returns {Promise<Map<number, number>>} */
  async exact(query, places) {
    const cosines = await Promise.all(places.map((place) => this.#cosine(query, place)));
    return new Map(places.map((place, i) => [place, cosines[i]]));
  }

  #chosen(near, sure, admits) {
    const { columns, rules } = this;
    const admitted = columns.groupEnds.map(() => 0);
    columns.groupOf.forEach((group, place) => (admitted[group] += admits(place) ? 1 : 0));
    const groups = [...admitted.keys()].filter((group) => admitted[group]);
    if (groups.length < 2) return groups;
    const hits = admitted.map(() => 0);
    sure.forEach((place, i) => {
      hits[columns.groupOf[place]] += rules.weight / (i + rules.first);
    });
    const rank = hits.map((hit, group) => near[group] + hit);
    groups.sort((a, b) => rank[b] - rank[a] || a - b);
    let seen = 0;
    return groups.filter((group) => {
      const wanted = seen < this.lookedAt;
      if (wanted) seen += admitted[group];
      return wanted;
    });
  }

  /** For each byte of a rough vector and each value it may have, what it adds to the cosine. */
  #parts(query) {
    const { bits, dim, columns } = this;
    const held = 8 / bits; // numbers in a byte
    const bytes = Math.ceil(dim / held);
    const parts = new Float32Array(bytes * 256);
    for (let byte = 0; byte < bytes; byte++) {
      for (let value = 0; value < 256; value++) {
        let sum = 0;
        for (let i = 0, at = held * byte; i < held && at < dim; i++, at++) {
          const level = (value >> (bits * i)) & (2 ** bits - 1);
          sum += (level + 0.5 - 2 ** (bits - 1)) * columns.steps[at] * query[at];
        }
        parts[byte * 256 + value] = sum;
      }
    }
    return parts;
  }

  #look(codes, parts, near, start, cosines) {
    const bytes = parts.length >> 8;
    for (let row = 0; row * bytes < codes.length; row++) {
      let sum = near;
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
