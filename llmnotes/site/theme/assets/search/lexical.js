// The lexical score of passages: the twin of `_lexical` in llmnotes/search/engine.py.

import { bm25, foreign, idf, likely } from "./scoring.js";

/**
 * Score every passage that has a word of the query.
 * @param {import("./query.js").Query} query
 * @param {import("./words.js").Words} words
 * @param {import("./columns.js").Columns} columns
 * @param {object} rules
 * @returns {Promise<Map<number, number>>} scores by place
 */
export async function lexicalScores(query, words, columns, rules) {
  const own = new Map();
  const whole = new Map();
  let ideal = 0;
  const concepts = query.terms.map((term, i) => {
    const alike = likely(query.alike[i], rules);
    return concept(term, query.others[i], alike, words, columns, rules);
  });
  for (const { most, parts } of await Promise.all(concepts)) {
    ideal += most;
    const best = new Map();
    for (const [place, part] of parts) {
      own.set(place, (own.get(place) ?? 0) + part);
      const note = columns.noteOf[place];
      best.set(note, Math.max(best.get(note) ?? 0, part));
    }
    for (const [note, part] of best) whole.set(note, (whole.get(note) ?? 0) + part);
  }
  for (const [place, score] of own) {
    const mixed = (1 - rules.whole) * score + rules.whole * whole.get(columns.noteOf[place]);
    own.set(place, mixed / Math.max(ideal, 1e-9));
  }
  return own;
}

/** What a word weighs at most, and what places get for it in either language. */
async function concept([key, holders], others, alike, words, columns, rules) {
  const readings = holders ? [[key, holders, 1]] : [];
  const trust = foreign(holders, Math.max(0, ...others.map(([, held]) => held)), rules);
  for (const [its, held, share] of others) readings.push([its, held, share * trust]);
  for (const [its, term] of alike) readings.push([its, term.holders, rules.alike, term]);
  const rarest = holders || !others.length ? holders : Math.min(...others.map(([, held]) => held));
  const parts = new Map();
  const lists = await Promise.all(readings.map(([its, , , term]) => words.list(its, term)));
  readings.forEach(([, held, share], i) => {
    const weight = share * idf(held, columns.passages);
    const { places, counts } = lists[i];
    for (let j = 0; j < places.length; j++) {
      const part = weight * bm25(counts[j], columns.lengths[places[j]], columns.average, rules);
      if (part > (parts.get(places[j]) ?? 0)) parts.set(places[j], part);
    }
  });
  return { most: idf(rarest, columns.passages), parts };
}
