// A question and its passages as the decoder reads them: the twin of llmnotes/decoder/prompt.py.

import * as glance from "./features.js";
import { PASSAGES, QUESTION, numberToken } from "./tokenizer.js";

export const FOCUS = 360;

// Lays out a question and at most nine passages. `places` holds {passage, start, end} for tokens
// that may be copied, else null; `keep` are such places whose sentences are read in any case.
export function makePrompt(tokenizer, question, passages, budget = null, keep = []) {
  if (passages.length > PASSAGES) throw new Error(`${passages.length} passages; at most ${PASSAGES}`);
  const asked = glance.words(question);
  const read = passages.map(glance.words);
  const everywhere = { forms: read.flatMap((w) => w.forms), stems: read.flatMap((w) => w.stems) };
  const [ids, spans] = tokenizer.idsAndSpans(question);
  const match = glance.spread(glance.levels(asked, everywhere), asked.spans, spans);
  const prompt = { ids: [QUESTION, ...ids], features: [], places: [], sentences: [] };
  prompt.features.push(...rows(1, match, match.map(() => [0, 0])));
  prompt.places.push(null, ...ids.map(() => null));
  const scores = glance.sentenceScores(asked, passages, read);
  const best = Math.max(0, ...scores.flat().map(([, , score]) => score));
  focus(scores, budget, keep, passages).forEach((stretches, n) => {
    const [ids, spans] = pieces(tokenizer, passages[n], stretches);
    const match = glance.spread(glance.levels(read[n], asked), read[n].spans, spans);
    prompt.sentences.push(...sentencesIn(scores[n], spans, prompt.places.length + 1));
    prompt.ids.push(numberToken(n + 1), ...ids);
    prompt.features.push(...rows(n + 2, match, ranks(scores[n], best, spans)));
    prompt.places.push(null, ...spans.map(([start, end]) => ({ passage: n, start, end })));
  });
  return prompt;
}

// Chooses sentences of each passage: those of `keep`, then the best, while the budget lasts. The
// budget counts characters, as Python does.
export function focus(scores, budget, keep, passages) {
  const size = (n, a, b) => glance.length(passages[n].slice(a, b));
  const ranked = scores.flatMap((found, n) =>
    found.map(([a, b, score]) => ({ forced: touches(keep, n, a, b), score, n, a, b })),
  );
  ranked.sort(
    (x, y) => y.forced - x.forced || y.score - x.score || x.n - y.n || x.a - y.a || x.b - y.b,
  );
  const chosen = scores.map(() => []);
  let left = budget ?? Infinity;
  let any = false;
  for (const { forced, n, a, b } of ranked) {
    if (!forced && left < size(n, a, b) && any) continue;
    chosen[n].push([a, b]);
    any = true;
    left -= size(n, a, b);
  }
  return chosen.map((found) => joined(found.sort((x, y) => x[0] - y[0] || x[1] - y[1])));
}

function touches(keep, passage, start, end) {
  return keep.some((k) => k.passage === passage && k.start < end && start < k.end);
}

function joined(found) {
  const stretches = [];
  for (const [start, end] of found) {
    const last = stretches.at(-1);
    if (last && last[1] === start) last[1] = end;
    else stretches.push([start, end]);
  }
  return stretches;
}

function pieces(tokenizer, passage, stretches) {
  const ids = [];
  const spans = [];
  for (const [start, end] of stretches) {
    const [more, places] = tokenizer.idsAndSpans(passage.slice(start, end));
    ids.push(...more);
    spans.push(...places.map(([a, b]) => [start + a, start + b]));
  }
  return [ids, spans];
}

// Returns the sentences of one passage that are read, as tokens of the prompt.
function sentencesIn(found, spans, offset) {
  const starts = found.map(([start]) => start);
  const held = new Map();
  spans.forEach(([start], token) => {
    const n = glance.lastAtOrBefore(starts, start);
    const there = held.get(n);
    if (there) there.last = token + offset;
    else held.set(n, { first: token + offset, last: token + offset, score: found[n][2] });
  });
  return [...held.keys()].sort((a, b) => a - b).map((n) => held.get(n));
}

function ranks(found, best, spans) {
  const buckets = found.map(([, , score]) => glance.bucket(score, best));
  const sentences = found.map(([a, b]) => [a, b]);
  const leads = glance.spread(buckets.map(([lead]) => lead), sentences, spans);
  const covers = glance.spread(buckets.map(([, cover]) => cover), sentences, spans);
  return leads.map((lead, i) => [lead, covers[i]]);
}

// Returns the feature rows of one part, its opening token first; 0 is the empty row.
function rows(part, match, ranked) {
  const at = (base, value) => (value > 0 ? base + value : 0);
  const own = glance.PART + part;
  const one = (level, i) =>
    [own, at(glance.MATCH, level), at(glance.LEAD, ranked[i][0]), at(glance.COVER, ranked[i][1])];
  return [[own, 0, 0, 0], ...match.map(one)];
}
