// How near a question is to those that a sentence is known to answer, or would be: the twin of
// llmnotes/ask/known.py.

import { unit } from "../search/bytes.js";

// The questions that a note is known to answer: `of` has the place of the sentence of each.
export class NoteQuestions {
  constructor(bytes, of, dim) {
    const row = Math.ceil(dim / 2);
    this.of = of;
    this.dim = dim;
    this.size = of.length * row;
    this.rows = of.map((_, i) => {
      const codes = new Int8Array(2 * row);
      bytes.subarray(i * row, (i + 1) * row).forEach((two, at) => {
        codes[2 * at] = (two << 28) >> 28;
        codes[2 * at + 1] = (two << 24) >> 28;
      });
      return unit(new Uint8Array(codes.buffer, 0, dim));
    });
  }

  // The cosine of the question nearest to any of `queries`, of each sentence that has any, by its
  // text.
  nearest(queries, sentences) {
    const found = new Map();
    for (const query of queries) {
      this.rows.forEach((row, i) => {
        let sum = 0;
        for (let at = 0; at < row.length; at++) sum += row[at] * query[at];
        const { text } = sentences[this.of[i]];
        found.set(text, Math.max(found.get(text) ?? -1, sum));
      });
    }
    return found;
  }
}

// Returns for each of the `units` of a note how near a question is that it answers, or would;
// `asked` has the cosines of known questions, undefined for none.
export function known(units, asked, cosines, [context, own, more]) {
  const unasked = asked.filter((one) => one === undefined).length / Math.max(asked.length, 1);
  return units.map(({ place }, i) => {
    const likely = context * cosines.contexts[place] + own * cosines.sentences[place] + more;
    return Math.max(asked[i] ?? 0, unasked * Math.min(Math.max(likely, 0), 1));
  });
}
