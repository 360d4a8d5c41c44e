// How well the sentences of a note meet a question, piece by piece: the twin of
// llmnotes/ask/matched.py, by the files of llmnotes/site/askpieces.py.

import { Reader, unit } from "../search/bytes.js";

// Rows of pieces, each `width` signed bytes.
export class Told {
  constructor(bytes, width) {
    this.bytes = bytes;
    this.width = width;
    this.count = bytes.length / width;
    this.units = new Map();
    this.near = new Map();
  }

  // How near the piece of a row is to each of a question: cosines. Notes share rows, so those for
  // the last question are kept.
  cosines(number, asking) {
    if (this.asking !== asking) [this.asking, this.near] = [asking, new Map()];
    let found = this.near.get(number);
    if (!found) {
      const own = this.#unit(number);
      found = Float64Array.from(asking, ({ vector }) => dot(vector, own));
      this.near.set(number, found);
    }
    return found;
  }

  #unit(number) {
    let found = this.units.get(number);
    if (!found) {
      const at = number * this.width;
      found = unit(this.bytes.subarray(at, at + this.width));
      this.units.set(number, found);
    }
    return found;
  }
}

// The pieces of each sentence of a note, and of each `title. headings`: how many they are, and the
// places of the different ones among `numbers`, those of all in the note.
export class NotePieces {
  constructor(bytes, common, { sentences, headings }) {
    const reader = new Reader(bytes);
    this.common = common;
    this.own = new Told(reader.take(common.width * reader.varint()), common.width);
    const count = sentences.length + headings.length;
    const sizes = reader.varints(count);
    const numbers = reader.varints(count).map((distinct) => reader.ascending(distinct));
    this.numbers = [...new Set(numbers.flatMap((own) => [...own]))];
    const places = new Map(this.numbers.map((number, place) => [number, place]));
    const texts = numbers.map((own, i) => ({ size: sizes[i], places: own.map((one) => places.get(one)) }));
    this.sentences = texts.slice(0, sentences.length);
    this.headings = texts.slice(sentences.length);
  }

  // The cosines of all its pieces.
  cosines(asking) {
    const { common, own } = this;
    return this.numbers.map((number) => {
      const at = number - common.count;
      return at < 0 ? common.cosines(number, asking) : own.cosines(at, asking);
    });
  }
}

// Returns for each sentence of a note how the pieces of a question are met: on the average by
// itself, by it or what stands above it, and by that alone; by itself where only near ones count;
// the best of them, and by it or what stands above it the worst. `length` is what a sentence gains
// with the logarithm of its pieces.
export function matched({ pieces, sentences }, asking, length) {
  if (!asking.length) return sentences.map(() => [0, 0, 0, 0, 0, 0]);
  const near = pieces.cosines(asking);
  const heads = pieces.headings.map((text) => best(text, near, asking.length));
  return sentences.map(({ section }, place) => {
    const text = pieces.sentences[place];
    const own = best(text, near, asking.length);
    let [mean, wide, above, close, most, least] = [0, 0, 0, 0, -Infinity, Infinity];
    for (let i = 0; i < own.length; i++) {
      const { share } = asking[i];
      const both = Math.max(own[i], heads[section][i]);
      mean += own[i] * share;
      wide += both * share;
      above += heads[section][i] * share;
      close += Math.max(own[i], 0) ** 3 * share;
      most = Math.max(most, own[i] * share);
      least = Math.min(least, both);
    }
    return [mean + length * Math.log1p(text.size), wide, above, close, most, least];
  });
}

// Returns how near the nearest piece of a text is to each of `count` pieces; zeros if it has none.
function best({ places }, near, count) {
  const found = new Float64Array(count);
  if (places.length) found.set(near[places[0]]);
  for (let n = 1; n < places.length; n++) {
    const row = near[places[n]];
    for (let i = 0; i < count; i++) if (row[i] > found[i]) found[i] = row[i];
  }
  return found;
}

function dot(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}
