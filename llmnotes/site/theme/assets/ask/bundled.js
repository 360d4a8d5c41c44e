// The bundled answer: the decoder picks among the sentences found, and they are told as they stand.
// The twin of llmnotes/ask/backends/bundled.py and of what verify.py lets through.

import { makePrompt } from "../decoder/prompt.js";
import { Random } from "../decoder/random.js";
import { DEFAULTS, StopWatch } from "../decoder/sampling.js";
import { readable } from "../search/plain.js";
import { Stemming, words } from "../search/stemming.js";
import { believed, chosen, inOrder, same, withBothSides, withMore } from "./choice.js";
import { listed } from "./extractive.js";
import { Facets } from "./facets.js";
import { withLists, withParents } from "./lists.js";
import { ROW } from "./parts.js";
import { ended, worded } from "./wording.js";

// Yields {text, source} for each sentence that is said, and at last {rest}: the sentences that are
// left out of a list. `evidence` holds what is asked and all
// sentences with their scores, best first; `rules` the constants of choosing and of stemming.
export function* answer(decoder, evidence, sampling, rules) {
  sampling = { ...DEFAULTS, ...sampling };
  const stemming = new Stemming(rules.stemming);
  const tools = { stemming, facets: new Facets(rules.facets), rules };
  const candidates = evidence.sentences.slice(0, rules.candidates);
  if (!candidates.length) return;
  const passages = candidates.map((one) => `${one.title}: ${one.text}`);
  const prompt = makePrompt(decoder.tokenizer, evidence.asked.text, passages);
  const starts = startsOf(prompt, decoder.read(prompt).outlook.places, candidates);
  const belief = believed(candidates.map((one) => one.score), starts, rules);
  const all = withParents(saidOf(decoder, evidence, candidates, belief, sampling, tools), evidence.sentences);
  const said = all.slice(0, rules.parts.items);
  const rest = all.slice(said.length);
  const watch = new StopWatch(sampling.stop);
  let written = 0;
  for (const [n, sentence] of said.entries()) {
    const whole = worded(sentence, evidence.sentences, rules.tex, said[n - 1]);
    const text = n + 1 < said.length ? whole.text : ended(whole.text);
    const listedItem = n > 0 && ROW.includes(sentence.kind);
    if (listedItem && decoder.tokenizer.ids(text).length > sampling.maxLength - written) {
      rest.unshift(...said.slice(n));
      break;
    }
    const cut = cutTo(decoder.tokenizer, text, written, sampling, watch);
    written += cut.count;
    if (cut.text && holds(cut.text, whole, evidence.sentences, tools)) {
      yield { text: cut.text, source: whole };
    }
    if (cut.over) return;
  }
  if (rest.length) yield { rest };
}

// Returns how likely each candidate's sentence is the first thing copied.
function startsOf(prompt, places, candidates) {
  const starts = candidates.map(() => -Infinity);
  prompt.places.forEach((place, at) => {
    if (!place || place.end <= candidates[place.passage].title.length + 2) return;
    if (starts[place.passage] === -Infinity) starts[place.passage] = places[at];
  });
  return starts;
}

// Returns the sentences to say: by belief, or as a list where one is wanted.
function saidOf(decoder, evidence, candidates, belief, sampling, tools) {
  const { asked, sentences } = evidence;
  const order = [...belief.keys()].sort((a, b) => belief[b] - belief[a] || a - b);
  const heard = order.map((at) => ({ ...candidates[at], score: belief[at] }));
  const ranked = [...heard, ...sentences.slice(candidates.length)];
  const texts = candidates.map((one) => one.text);
  const tokens = texts.map((text) => decoder.tokenizer.ids(text));
  const random = new Random(sampling.seed);
  const notes = candidates.map((one) => one.note);
  const worth = asked.kind === "definition" ? tools.rules.worthDefined : tools.rules.worth;
  const places = chosen(notes, texts, tokens, belief, sampling, random, { most: tools.rules.most, worth });
  const picked = places.map((at) => candidates[at]);
  const [best] = picked;
  const head = ranked.filter((one) => same(one, best));
  const rest = ranked.filter((one) => !same(one, best));
  const first = [...head, ...rest];
  const items = listed({ ...evidence, sentences: first }, tools);
  if (items.length) return items;
  const told = withBothSides(asked, picked, first, tools);
  return withLists(inOrder(withMore(asked, told, ranked, tools)), sentences, tools.rules.parts);
}

// Returns `text` up to the limit or a stop sequence, its tokens, and whether that is all.
function cutTo(tokenizer, text, written, sampling, watch) {
  const [ids, spans] = tokenizer.idsAndSpans(text);
  const room = sampling.maxLength - written;
  const over = ids.length > room;
  if (over) text = room > 0 ? text.slice(0, spans[room - 1][1]).trimEnd() : "";
  const shown = watch.stopped ? "" : watch.add(text) + watch.close();
  const count = Math.min(ids.length, Math.max(room, 0));
  return { text: shown.trim(), count, over: over || watch.stopped };
}

// Tells whether the lines of `source`, as far as sentences of them are known, bear out `text`.
export function holds(text, source, sentences, { stemming, rules }) {
  const [first, last] = source.lines;
  const inside = sentences.filter(
    (one) => one.note === source.note && one.lines[0] <= last && first <= one.lines[1],
  );
  // A row of a table is told with the names of its columns, which its quote lacks.
  const lines = [source.quote, ...inside.flatMap((one) => [one.quote, one.text])].join(" ");
  const there = words(`${lines} ${readable(lines, rules.tex)}`);
  const forms = new Set(there);
  const digits = /^\p{Nd}+$/u;
  const stems = new Set(there.filter((word) => !digits.test(word)).map((word) => stemming.stem(word)));
  return words(text).every(
    (word) => stemming.stop.has(word) || forms.has(word) || stems.has(stemming.stem(word)),
  );
}
