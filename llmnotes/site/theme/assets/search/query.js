// A query to the words to look up, slips mended, in both languages: the twin of search/query.py.

import { fold } from "./stemming.js";

const WORD = /[\p{L}\p{N}]+/gu;

/**
 * @typedef {object} Query
 * @property {string} text the query as written
 * @property {[string, number][]} terms keys with the number of passages that hold each
 * @property {Map<string, string>} mended words written and the words meant
 * @property {string} name the key of what the query asks for
 * @property {[string, number, number][][]} others for each term its translations: key, holders, share
 * @property {Map<string, import("./words.js").Term>[]} alike for each term the words that may stand
 *   for it, and are not among its translations
 */

/**
 * Read a query against the words that a vault knows.
 * @param {string} text
 * @param {import("./words.js").Words} vault
 * @param {boolean} complete whether the last word may be unfinished
 * @param {(words: Iterable<string>) => Promise<Map<string, number>>} [classes] what knows which
 *   words are spelt right, though the vault lacks them, and how common they are
 * @returns {Promise<Query>}
 */
export async function readQuery(text, vault, complete = false, classes = undefined) {
  const { stemming, rules } = vault;
  const found = stemming.contentWords(text);
  const keys = new Map(found.map((word) => [word, stemming.stem(word)]));
  const holders = await vault.known([...keys.values()]);
  const unknown = found.filter((word) => !holders.has(keys.get(word)));
  const right = classes ? await classes(unknown) : new Map();
  const slips = unknown.filter((word) => !right.has(word));
  const mended = new Map();
  let name = stemming.nameKey(stemming.subject(text));
  for (const word of slips.length <= rules.slips ? unknown : []) {
    const last = complete && /[\p{L}\p{N}]$/u.test(text) && word === found.at(-1);
    const begun = last ? await vault.completed(word) : undefined; // a key already
    const better = begun ?? (right.has(word) ? undefined : await mend(word, vault, classes));
    if (better) {
      mended.set(word, better);
      if (begun) name = name.replace(/[^ ]*$/, begun); // so that "vitri" is the name "vitrine"
      keys.set(word, begun ?? stemming.stem(better));
    }
  }
  for (const [key, held] of await vault.known([...mended.keys()].map((word) => keys.get(word)))) {
    holders.set(key, held);
  }
  const terms = [...new Set(keys.values())];
  const spelt = new Map([...keys].map(([word, key]) => [key, mended.get(word) ?? word]));
  const [synonyms, ...others] = await Promise.all([
    vault.synonyms(rewritten(text, mended, fold)),
    ...terms.map((key) => vault.translated(spelt.get(key))),
  ]);
  return {
    text,
    terms: terms.map((key) => [key, holders.get(key) ?? 0]),
    mended,
    name,
    others,
    alike: terms.map((key, i) => {
      const besides = new Set([key, ...others[i].map(([its]) => its)]);
      return new Map([...(synonyms.get(key) ?? [])].filter(([its]) => !besides.has(its)));
    }),
  };
}

/** The word one edit away that is likeliest meant, if any; first letters are seldom wrong. */
async function mend(word, vault, classes) {
  const { letters, shortest, easy, had, first } = vault.rules;
  if (word.length < shortest || !/^[a-z]+$/.test(word)) return undefined;
  const simple = likely(word, letters);
  const ranks = [];
  for (const start of [1, 0]) {
    const keys = new Map();
    for (const variant of edits(word, start, letters)) {
      keys.set(variant, vault.stemming.stem(variant));
    }
    const found = await vault.known([...new Set(keys.values())]);
    const held = [...keys.keys()].filter((variant) => found.has(keys.get(variant)));
    const listed = (await classes?.(start ? keys.keys() : held)) ?? new Map();
    for (const one of new Set([...held, ...listed.keys()])) {
      const key = keys.get(one);
      let points = (listed.get(one) ?? 0) + (simple.has(one) ? easy : 0);
      points += (found.has(key) ? had : 0) - (one[0] === word[0] ? 0 : first);
      ranks.push([points, found.get(key) ?? 0, key, one]);
    }
    if (held.length) break;
  }
  return ranks.length ? ranks.reduce((best, one) => (above(one, best) ? one : best))[3] : undefined;
}

/** Whether the first of two lists that differ has more in the first place where they do. */
function above(one, other) {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at >= 0 && one[at] > other[at];
}

/** Every word that becomes `word` when a letter is lost or two are swapped. */
function likely(word, letters) {
  const found = new Set();
  for (let i = 0; i <= word.length; i++) {
    const head = word.slice(0, i);
    const tail = word.slice(i);
    if (tail.length > 1) found.add(head + tail[1] + tail[0] + tail.slice(2));
    for (const letter of letters) found.add(head + letter + tail);
  }
  return found;
}

/** The key with the highest number, the later one of equals. @param {Map<string, number>} numbers */
export function most(numbers) {
  let best;
  for (const [key, number] of numbers) {
    const high = best === undefined ? -1 : numbers.get(best);
    if (number > high || (number === high && key > best)) best = key;
  }
  return best;
}

/** Every word one edit at or after letter `start` away: left out, swapped, replaced or added. */
export function edits(word, start, letters) {
  const found = new Set();
  for (let i = start; i <= word.length; i++) {
    const head = word.slice(0, i);
    const tail = word.slice(i);
    if (tail.length > 1) found.add(head + tail[1] + tail[0] + tail.slice(2));
    if (tail) found.add(head + tail.slice(1));
    for (const letter of letters) {
      found.add(head + letter + tail);
      if (tail) found.add(head + letter + tail.slice(1));
    }
  }
  found.delete(word);
  return found;
}

/** `text` with the mended words in place of those written. */
export function rewritten(text, mended, fold) {
  return mended.size ? text.replace(WORD, (word) => mended.get(fold(word)) ?? word) : text;
}
