// How hits are scored: the twin of llmnotes/search/scoring.py, by the numbers of head.bin.

/** @param {number} holders @param {number} passages */
export function idf(holders, passages) {
  return Math.log1p((passages - holders + 0.5) / (holders + 0.5));
}

/** The share of a word's weight that a passage gets which holds it `count` times. */
export function bm25(count, length, average, { k1, b }) {
  return count / (count + k1 * (1 - b + (b / Math.max(average, 1e-9)) * length));
}

/** What the translations of a word count that `holders` passages hold, 1 for all. */
export function foreign(holders, translated, { foreign: [least, rarer] }) {
  return holders ? Math.max(least, translated / (translated + rarer * holders)) : 1;
}

/**
 * Which of the words that people use for another count for it; those too common are in no file.
 * @template {{holders: number}} T
 * @param {Iterable<[string, T]>} alike keys with what is known of each
 * @returns {[string, T][]}
 */
export function likely(alike, { like }) {
  const most = ([key, one], [other, { holders }]) => holders - one.holders || (key < other ? -1 : 1);
  return [...alike].sort(most).slice(0, like);
}

/** The share of a hybrid score that is lexical, for a query of so many words. */
export function lexicalShare(terms, { trust, growth }) {
  const weight = trust * Math.max(terms, 1) ** growth;
  return weight / (1 + weight);
}

/** By how much links to its note raise a passage's score. */
export function boost(inbound, highest, rules) {
  return highest > 0 ? 1 + (rules.boost * Math.log1p(inbound)) / Math.log1p(highest) : 1;
}

/** `value` to so many digits, halves to the even one, as Python rounds. */
export function rounded(value, digits) {
  const scaled = value * 10 ** digits;
  const low = Math.floor(scaled);
  const odd = scaled - low === 0.5 && low % 2 === 0;
  return (odd ? low : Math.round(scaled)) / 10 ** digits;
}

/**
 * Order scored places from best to worst, notes taking turns.
 * @param {[number, number][]} scored places and scores
 * @param {(place: number) => number} noteOf
 * @returns {[number, number][]} places and lowered scores
 */
export function ranked(scored, noteOf, { again, digits }) {
  const order = scored.map(([place, score]) => [place, rounded(score, digits)]).sort(better);
  const seen = new Map();
  return order
    .map(([place, score]) => {
      const before = seen.get(noteOf(place)) ?? 0;
      seen.set(noteOf(place), before + 1);
      return [place, rounded(score * again ** before, digits)];
    })
    .sort(better);
}

function better([place, score], [otherPlace, otherScore]) {
  return otherScore - score || place - otherPlace;
}
