// How sure one may be that the notes answer: the twin of llmnotes/ask/confidence.py.

// Returns the score of each found {unit, row} for a question of `kind`: its own, raised by how much
// its note says together.
export function scores(found, weights, kind) {
  const counts = weights.kinds[kind] ?? weights.sentence;
  const own = found.map(({ row }) => row.reduce((sum, value, i) => sum + value * counts[i], 0));
  const notes = new Map();
  found.forEach(({ unit }, i) => {
    const { note } = unit.sentence;
    if (!notes.has(note)) notes.set(note, []);
    notes.get(note).push(i);
  });
  const raised = [...own];
  for (const mine of notes.values()) {
    const best = Math.max(...mine.map((i) => own[i]));
    const more = Math.log(mine.reduce((sum, i) => sum + Math.exp(own[i] - best), 0));
    for (const i of mine) raised[i] += more;
  }
  return raised;
}

// Returns the probability that the notes answer; 0 if nothing was found.
export function confidence(found, scored, about, features, rules) {
  if (!found.length) return 0;
  const seen = signs(found, scored, about, features, rules);
  if (seen.length !== rules.weights.confidence.length) {
    throw new Error(`${seen.length} signs; expected ${rules.weights.confidence.length}`);
  }
  const total = seen.reduce((sum, value, i) => sum + value * rules.weights.confidence[i], rules.weights.bias);
  const sure = 1 / (1 + Math.exp(-total));
  const best = scored.reduce((top, score, i) => (score > scored[top] ? i : top), 0);
  const asked = found[best].row[features.at.get("known")];
  return asked >= rules.confidence.same ? Math.max(sure, asked) : sure;
}

// Returns the confidence below which the answer is a refusal.
export function least(found, { threshold, unasked }) {
  return unasked + (threshold - unasked) * covered(found);
}

// The share of sentences that are known to answer some question.
function covered(found) {
  return found.filter(({ asked }) => asked).length / Math.max(found.length, 1);
}

// Returns how far a definition is asked and the best sentence says not that it gives one.
function undefinedIn({ kind, subjects }, value) {
  if (kind !== "definition" || subjects.length !== 1) return 0;
  return 1 - Math.max(...["named", "term", "defines_asked"].map(value));
}

// `about` holds the question's asked, hits, terms, unknown, names, unknownNames and money.
function signs(found, scored, about, { at }, { confidence: { many, few, ofRow } }) {
  const best = scored.reduce((top, score, i) => (score > scored[top] ? i : top), 0);
  const { row } = found[best];
  const value = (name) => row[at.get(name)];
  const { note } = found[best].unit.sentence;
  const highest = (at) => found.reduce((most, one) => Math.max(most, one.row[at]), -Infinity);
  let [own, all, rest] = [0, 0, -Infinity];
  found.forEach(({ unit }, i) => {
    const odds = Math.exp(scored[i] - scored[best]);
    all += odds;
    if (unit.sentence.note === note) own += odds;
    else rest = Math.max(rest, scored[i]);
  });
  const cross = value("cover_cross") + value("context_cosine_cross") !== 0;
  const { asked, hits, terms } = about;
  const hit = (place) => (place < hits.length ? Math.min(hits[place].score, 1) : 0);
  const missing = undefinedIn(asked, value);
  const cosine = (one) => one.row[at.get("cosine")] + one.row[at.get("cosine_cross")];
  return [
    scored[best] / 10,
    rest > -Infinity ? (scored[best] - rest) / 10 : 1,
    own / all,
    about.unknown,
    cosine(found[best]),
    value("context_cosine") + value("context_cosine_cross"),
    hit(0),
    value("cover"),
    value("paragraph"),
    value("rarest"),
    value("named"),
    value("term"),
    value("opening"),
    value("cover_cross"),
    about.unknown * cross,
    cross,
    value("names"),
    value("names_note"),
    about.names.size > 0,
    about.unknownNames,
    Math.max(...found.map(cosine)),
    terms.size <= few,
    asked.kind === "definition",
    asked.kind === "amount",
    value("number_wanted"),
    asked.kind === "when",
    value("year_wanted"),
    Math.min(terms.size, many) / many,
    about.money,
    value("money_wanted"),
    asked.kind === "who",
    value("name_wanted"),
    value("counted_wanted"),
    value("lacks_section") * !cross,
    Math.min(...found.map((one) => one.row[at.get("lacks_note")])),
    ...ofRow.map(value),
    hit(1),
    hit(2),
    hits.length > 0 && Boolean(hits[0].reason),
    missing,
    missing * value("lacks"),
    missing * value("known"),
    ...row.map((_, at) => highest(at)),
  ].map(Number);
}
