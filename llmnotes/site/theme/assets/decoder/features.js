// What a reader sees at a glance: the twin of llmnotes/decoder/features.py.

export const COLUMNS = 4;
export const [PART, MATCH, LEAD, COVER] = [0, 10, 14, 19];
export const [NO_MATCH, COMMON, KIN, SAME] = [1, 2, 3, 4];

const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const WORD = /[\p{L}\p{N}_]+/gu;
const SENTENCE = new RegExp(`(?<=[.!?…])["'”’)\\]]*${SPACE}+|\\n+`, "gu");
const COMMON_WORDS = `
  a o as os um uma uns umas e ou de do da dos das em no na nos nas por pelo pela pelos pelas
  para pra com sem que se ao aos à às é foi era ser são foram eram está estão como qual quais
  quem quando onde quanto quantos quanta quantas porque porquê seu sua seus suas ele ela eles
  elas isso isto este esta esse essa estes estas não mais mas sobre entre até também já há ter
  tem têm the an of in on at to for and or by with from is are was were be been being do does
  did has have had what which who whom whose when where why how many much it its he she they
  them his her their this that these those as not but into than then there can could will
  would about after`;
// Where casefold() of Python is not toLowerCase(): what Portuguese, English and their neighbours use.
const FOLDED = { ß: "ss", ẞ: "ss", ς: "σ", Σ: "σ" };

export function fold(text) {
  const lower = text.replace(/[ßẞςΣ]/gu, (letter) => FOLDED[letter]).toLowerCase();
  return lower.normalize("NFKD").replace(/\p{M}/gu, "");
}

const FOLDED_COMMON = new Set(COMMON_WORDS.trim().split(/\s+/).map(fold));

// Cuts `text` into folded words with their stems.
export function words(text) {
  const matches = [...text.matchAll(WORD)];
  const forms = matches.map((match) => fold(match[0]));
  const spans = matches.map((match) => [match.index, match.index + match[0].length]);
  return { forms, stems: forms.map(stem), spans };
}

export function stem(form) {
  if (/^\p{Nd}/u.test(form)) return form;
  const size = length(form);
  if (size > 5) return [...form].slice(0, 5).join("");
  return size > 3 && form.endsWith("s") ? form.slice(0, -1) : form;
}

export function common(form) {
  return FOLDED_COMMON.has(form) || (length(form) === 1 && !/^\p{Nd}$/u.test(form));
}

// Returns where the sentences and lines of `text` stand; they cover it wholly.
export function sentences(text) {
  const starts = [0, ...[...text.matchAll(SENTENCE)].map((match) => match.index + match[0].length)];
  return starts.map((a, i) => [a, starts[i + 1] ?? text.length]).filter(([a, b]) => a < b);
}

// Says for every word of `here` how it occurs in `there`.
export function levels(here, there) {
  const forms = new Set(there.forms);
  const stems = new Set(there.stems);
  return here.forms.map((form, i) => {
    if (forms.has(form)) return common(form) ? COMMON : SAME;
    return stems.has(here.stems[i]) && !common(form) ? KIN : NO_MATCH;
  });
}

// Scores every sentence of `passages`: the share of the question's words that it holds, 0 to 1.
export function sentenceScores(question, passages, read) {
  const wanted = new Set(question.stems.filter((_, i) => !common(question.forms[i])));
  const places = passages.map(sentences);
  const held = places.map((spans, n) => heldIn(wanted, read[n], spans));
  const count = 1 + held.reduce((sum, sets) => sum + sets.length, 0);
  const weight = new Map();
  for (const root of wanted) {
    const holders = held.flat().filter((set) => set.has(root)).length;
    weight.set(root, Math.log(1 + count / (1 + holders)));
  }
  const whole = [...weight.values()].reduce((a, b) => a + b, 0) || 1;
  const score = (set) => [...set].sort(byCharacter).reduce((sum, root) => sum + weight.get(root), 0);
  return places.map((spans, n) => spans.map(([a, b], i) => [a, b, score(held[n][i]) / whole]));
}

function heldIn(wanted, found, spans) {
  const held = spans.map(() => new Set());
  const starts = spans.map(([start]) => start);
  found.stems.forEach((root, i) => {
    if (wanted.has(root)) held[lastAtOrBefore(starts, found.spans[i][0])].add(root);
  });
  return held;
}

// Returns the rows `lead` and `cover` of a sentence, both 1 or more.
export function bucket(score, best) {
  const lead = score === 0 ? 1 : 2 + Math.min(3, Math.trunc((3 * score) / best + 1e-6));
  const cover = score === 0 ? 1 : score < 0.34 ? 2 : score < 0.67 ? 3 : 4;
  return [lead, cover];
}

// Gives every token the highest mark among the `spans` of text that it overlaps, 0 for none.
export function spread(marks, spans, tokens) {
  const size = Math.max(0, ...[...spans, ...tokens].map(([, end]) => end));
  const line = new Uint8Array(size + 1);
  marks.forEach((mark, i) => line.fill(mark, ...spans[i]));
  return tokens.map(([start, end]) => Math.max(line[start], ...line.subarray(start, end)));
}

// Returns the place in sorted `starts` of the last one that is not after `at`.
export function lastAtOrBefore(starts, at) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Python compares texts by characters, JavaScript by UTF-16 units.
function byCharacter(a, b) {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
  }
  return x.length - y.length;
}

export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
