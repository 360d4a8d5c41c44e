// How well the sentences of a note meet a question, piece by piece: the twin of
// llmnotes/ask/matched.py, by the files of llmnotes/site/askpieces.py.

import { Reader, unit } from "../search/bytes.js";

// Rows of pieces, each brought to unit length when it is first met.
export class Told {
  constructor(bytes, width) {
    this.bytes = bytes;
    this.width = width;
    this.count = bytes.length / width;
    this.known = new Map();
  }

  vector(number) {
    if (!this.known.has(number)) {
      const at = number * this.width;
      this.known.set(number, unit(this.bytes.subarray(at, at + this.width)));
    }
    return this.known.get(number);
  }
}

// The pieces of each sentence of a note, and of each `title. headings`.
export class NotePieces {
  constructor(bytes, common, { sentences, headings }) {
    const reader = new Reader(bytes);
    this.common = common;
    this.own = new Told(reader.take(common.width * reader.varint()), common.width);
    const text = () => ({ size: reader.varint(), numbers: reader.ascending(reader.varint()) });
    this.sentences = sentences.map(text);
    this.headings = headings.map(text);
  }

  vector(number) {
    const { common, own } = this;
    return number < common.count ? common.vector(number) : own.vector(number - common.count);
  }
}

// Returns for each sentence of a note how the pieces of a question are met: on the average by
// itself, by it or what stands above it, and by that alone; by itself where only near ones count;
// the best of them, and by it or what stands above it the worst. `length` is what a sentence gains
// with the logarithm of its pieces.
export function matched({ pieces, sentences }, asking, length) {
  if (!asking.length) return sentences.map(() => [0, 0, 0, 0, 0, 0]);
  const known = new Map();
  const cosines = (number) => {
    if (!known.has(number)) known.set(number, asking.map(({ vector }) => dot(vector, pieces.vector(number))));
    return known.get(number);
  };
  const heads = pieces.headings.map((text) => best(text, asking.length, cosines));
  const mean = (values) => values.reduce((sum, value, i) => sum + value * asking[i].share, 0);
  return sentences.map(({ section }, place) => {
    const text = pieces.sentences[place];
    const own = best(text, asking.length, cosines);
    const above = heads[section];
    const both = own.map((value, i) => Math.max(value, above[i]));
    return [
      mean(own) + length * Math.log1p(text.size),
      mean(both),
      mean(above),
      mean(own.map((value) => Math.max(value, 0) ** 3)),
      Math.max(...own.map((value, i) => value * asking[i].share)),
      Math.min(...both),
    ];
  });
}

// Returns how near the nearest piece of a text is to each of `count` pieces; zeros if it has none.
function best({ numbers }, count, cosines) {
  const found = new Array(count).fill(numbers.length ? -Infinity : 0);
  for (const number of numbers) {
    const near = cosines(number);
    for (let i = 0; i < count; i++) if (near[i] > found[i]) found[i] = near[i];
  }
  return found;
}

function dot(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}
