// The part of a passage that shows why it was found: the twin of llmnotes/search/snippet.py.

import { plain } from "./plain.js";
import { fold } from "./stemming.js";

const WORD = /[\p{L}\p{N}]+/gu;
const MARGIN = 40;

/**
 * The stretch of `text`, made plain, with most words of the query, and where they stand in it.
 * @param {string} text
 * @param {Set<string>} keys of the query's words
 * @param {import("./stemming.js").Stemming} stemming
 * @param {import("./plain.js").Tex} tex
 * @returns {[string, [number, number][]]}
 */
export function snippet(text, keys, stemming, tex, width = 240) {
  text = plain(text, tex);
  const spans = [...text.matchAll(WORD)]
    .filter(([word]) => stemming.stems(word).some((key) => keys.has(key)))
    .map((match) => [match.index, match.index + match[0].length]);
  if (text.length <= width) return [text, spans];
  let start = bestStart(spans, width, text.length);
  if (start && text[start - 1] !== " ") {
    const first = spans.find(([from]) => from >= start)?.[0] ?? text.length;
    const blank = text.slice(0, first).indexOf(" ", start);
    start = blank + 1 || start;
  }
  const last = start + width;
  let end = last >= text.length ? text.length : text.slice(0, last + 1).lastIndexOf(" ");
  if (end <= start) end = Math.min(text.length, last);
  const head = start ? "…" : "";
  const moved = spans
    .filter(([from, to]) => start <= from && to <= end)
    .map(([from, to]) => [from - start + head.length, to - start + head.length]);
  return [head + text.slice(start, end) + (end < text.length ? "…" : ""), moved];
}

/** The words of `text` that have one of `keys`, folded, each once. @returns {string[]} */
export function foundWords(text, keys, stemming) {
  const found = new Set();
  for (const [word] of text.matchAll(WORD)) {
    if (stemming.stems(word).some((key) => keys.has(key))) found.add(fold(word));
  }
  return [...found];
}

function bestStart(spans, width, length) {
  let best = 0;
  let most = 0;
  for (const [start, end] of spans) {
    const begin = Math.max(0, Math.min(start - MARGIN, length - width), end - width);
    const held = spans.filter(([from, to]) => begin <= from && to <= begin + width).length;
    if (held > most) [best, most] = [begin, held];
  }
  return best;
}

/** `text` as HTML with `<mark>` around `spans`. */
export function marked(text, spans) {
  let html = "";
  let at = 0;
  for (const [from, to] of spans) {
    html += `${escaped(text.slice(at, from))}<mark>${escaped(text.slice(from, to))}</mark>`;
    at = to;
  }
  return html + escaped(text.slice(at));
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** `text` with the characters that HTML takes for its own written as entities. */
export function escaped(text) {
  return text.replace(/[&<>"']/g, (one) => ENTITIES[one]);
}
