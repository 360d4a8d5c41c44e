// One search: the twin of llmnotes/search/engine.py. Candidates of both kinds are scored roughly,
// then the few that may be among the best by their exact vectors.

import { lexicalScores } from "./lexical.js";
import { readQuery, rewritten } from "./query.js";
import { boost, lexicalShare, ranked } from "./scoring.js";
import { fold } from "./stemming.js";

const REASONS = ["", "term", "alias", "title"];
const AT_ONCE = 24; // passages whose exact vectors are asked for in one go
const ROUNDS = 8; // more would only serve words that mean nothing, to which all passages are as near

/**
 * Find the best passages for a query.
 * @param {object} vault words, columns, vectors, encoder and rules of one site
 * @param {string} text
 * @param {{k?: number, mode?: "hybrid" | "lexical" | "semantic", complete?: boolean,
 *   admits?: (place: number) => boolean}} options
 * @returns {Promise<{query: object, found: {place: number, score: number, reason: string}[]}>}
 */
export async function find(vault, text, options = {}) {
  const { k = 10, mode = "hybrid", complete = false, admits = () => true } = options;
  const { words, columns, rules } = vault;
  const query = await readQuery(text, words, complete, (some) => words.classes(some));
  const [lexical, vector] = await Promise.all([
    mode === "semantic" ? null : lexicalScores(query, words, columns, rules),
    mode === "lexical" ? null : vectorOf(query, vault),
  ]);
  const names = mode === "semantic" ? [] : await words.named(query.name);
  const named = new Map(names.filter(([place]) => admits(place)));
  const raised = (place) => boost(columns.inbound[columns.noteOf[place]], columns.highest, rules);
  const added = (place) => rules.routed[named.get(place) ?? 0];
  const score = (place, cosine) => {
    const own = lexical?.get(place) ?? 0;
    if (!vector) return own * raised(place) + added(place);
    if (!lexical) return cosine * raised(place);
    const share = lexicalShare(query.terms.length, rules);
    return (share * own + (1 - share) * Math.max(cosine, 0)) * raised(place) + added(place);
  };
  const best = (scored) => ranked(scored, (place) => columns.noteOf[place], rules);
  const proposed = top([...(lexical ?? [])].filter(([place]) => admits(place)), rules.depth);
  const scored = vector
    ? await exactly({ vault, vector, proposed, named, admits, score, best, k })
    : [...new Set([...proposed, ...named.keys()])].map((place) => [place, score(place, 0)]);
  const found = best(scored).slice(0, k);
  return {
    query,
    found: found.map(([place, lowered]) => ({
      place,
      score: lowered,
      reason: REASONS[named.get(place) ?? 0],
    })),
  };
}

/** The query as the encoder reads it: words are mended that it does not know either. */
async function vectorOf(query, { encoder }) {
  const mended = new Map();
  for (const [word, better] of query.mended) {
    if (!(await encoder.knows(word))) mended.set(word, better);
  }
  return encoder.encode(rewritten(query.text, mended, fold));
}

/** Scores by exact vectors of all that may be among the `k` best, and of some more. */
async function exactly({ vault, vector, proposed, named, admits, score, best, k }) {
  const { vectors, rules } = vault;
  const { cosines, likely, most } = await vectors.rough(vector, proposed, admits);
  const near = top(cosines, rules.depth);
  const rough = [...new Set([...proposed, ...near, ...named.keys()])]
    .map((place) => [place, score(place, likely(place))])
    .sort(([a, one], [b, other]) => other - one || a - b);
  const scored = new Map();
  const kept = new Set([...proposed, ...named.keys()]);
  let waiting = rough;
  for (let round = 0; round < ROUNDS && waiting.length; round++) {
    const last = best([...scored])[k - 1]?.[1] ?? -1;
    const hopeful = ([place]) => score(place, most(place)) >= last;
    const next = waiting.filter(hopeful).slice(0, Math.max(AT_ONCE, k)).map(([place]) => place);
    if (!next.length) break;
    for (const [place, exact] of await vectors.exact(vector, next)) {
      // Only what has a word of the query or a likeness to it is a hit.
      if (exact > 0 || kept.has(place)) scored.set(place, score(place, exact));
    }
    const asked = new Set(next);
    waiting = waiting.filter(([place]) => !asked.has(place));
  }
  return [...scored];
}

/** The places of the `depth` best positive scores. @param {Iterable<[number, number]>} scores */
function top(scores, depth) {
  const positive = [...scores].filter(([, score]) => score > 0);
  positive.sort(([a, one], [b, other]) => other - one || a - b);
  return positive.slice(0, depth).map(([place]) => place);
}
