// Which sentences answer: the twin of llmnotes/ask/backends/choice.py, which says how, step by step.
// `rules` are its constants; `stemming` is that of the search.

import { argmax, draw, nucleus, probabilities } from "../decoder/sampling.js";
import { words } from "../search/stemming.js";
import { beginsWith, contrasts, eitherSide } from "./parts.js";
import { sameLines } from "./wording.js";

// Returns the belief in each candidate: the ranking's score, and a share of the decoder's.
export function believed(scores, starts, rules) {
  return Float64Array.from(scores, (score, i) => {
    return score + rules.trust * Math.max(starts[i], rules.faintest);
  });
}

// Returns which candidates are said, the first one first.
export function chosen(notes, texts, tokens, belief, sampling, random, { most, worth }) {
  const shares = probabilities(belief, 1);
  const bags = texts.map((text) => counted(words(text)));
  const gain = (bag) => bags.reduce((sum, other, i) => sum + shares[i] * overlap(bag, other), 0);
  const said = [];
  if (sampling.temperature > 0) {
    said.push(draw(nucleus(probabilities(belief, sampling.temperature), sampling.topP), random));
  } else {
    const likeliest = notes[argmax(belief)];
    said.push(argmax(bags.map((bag, at) => (notes[at] === likeliest ? gain(bag) : -Infinity))));
  }
  while (said.length < Math.min(most, texts.length)) {
    const whole = said.reduce((sum, one) => added(sum, bags[one]), new Map());
    const written = counted(said.flatMap((one) => tokens[one]));
    const gains = bags.map((bag, at) => {
      if (said.includes(at) || notes[at] !== notes[said[0]]) return -Infinity;
      return gain(added(whole, bag)) - repetition(tokens[at], written, sampling);
    });
    const best = argmax(gains);
    if (gains[best] <= gain(whole) + worth) break;
    said.push(best);
  }
  return said;
}

// Returns the mean penalty of the tokens `own` after those `written`, a Map of token → times.
export function repetition(own, written, { frequencyPenalty, presencePenalty }) {
  let sum = 0;
  for (const token of own) {
    const times = written.get(token);
    if (times) sum += times * frequencyPenalty + presencePenalty;
  }
  return sum / Math.max(1, own.length);
}

// Returns `said`, or what tells more of both sides of a difference.
export function withBothSides(asked, said, ranked, { stemming, facets, rules }) {
  if (asked.kind !== "difference" || asked.subjects.length !== 2) return [...said];
  if (!said.some((one) => contrasts(asked, one, stemming, facets))) {
    const found = eitherSide(asked, ranked, stemming);
    if (found.length) return found;
  }
  const names = (sentence, side) => stemming.stems(sentence.text).some((key) => side.has(key));
  const sides = sidesOf(asked, stemming).map((side, i) => [side, asked.subjects[i]]);
  const absent = sides.filter(([side]) => !said.some((one) => names(one, side)));
  if (absent.length !== 1) return [...said];
  const [[side, name]] = absent;
  const naming = ranked.filter((one) => names(one, side));
  const tried = naming.slice(0, rules.beginning);
  const best = tried.find((one) => beginsWith(one, name, stemming)) ?? naming[0];
  return best ? [...said, best] : [...said];
}

// Returns `said` with the sentences beside them that it takes to understand them.
export function withMore(asked, said, near, { stemming, rules }) {
  const known = new Set(stemming.contentWords(asked.text).map((word) => stemming.stem(word)));
  const whole = [...said];
  for (const one of said) {
    const telling = words(one.text).filter((word) => !stemming.stop.has(word));
    const own = new Set(telling.map((word) => stemming.stem(word)).filter((key) => !known.has(key)));
    const repeats = own.size <= rules.new;
    const alone = said.length === 1 && asked.kind !== "definition" && words(one.text).length < rules.short;
    if (one.kind === "table" || !(repeats || alone)) continue;
    const beside = (place) => near.find((other) => {
      const next = other.note === one.note && other.place === one.place + place;
      return next && sameLines(other, one);
    });
    const found = (repeats && asked.kind === "why" && beside(-1)) || beside(1);
    if (found && !whole.some((held) => same(held, found))) whole.push(found);
  }
  return whole;
}

export const same = (one, other) => one.note === other.note && one.place === other.place;

// Returns `said` in the order of the note if it is all of one note, else as it is.
export function inOrder(said) {
  if (new Set(said.map((one) => one.note)).size > 1) return [...said];
  return [...said].sort((a, b) => a.place - b.place);
}

// Returns the F1 over words of two bags.
export function overlap(one, other) {
  let shared = 0;
  for (const [word, times] of one) shared += Math.min(times, other.get(word) ?? 0);
  return shared ? (2 * shared) / (total(one) + total(other)) : 0;
}

function sidesOf(asked, stemming) {
  const keys = asked.subjects.map(
    (side) => new Set(stemming.contentWords(side).map((word) => stemming.stem(word))),
  );
  const without = (one, other) => {
    const left = [...one].filter((key) => !other.has(key));
    return left.length ? new Set(left) : one;
  };
  return [without(keys[0], keys[1]), without(keys[1], keys[0])];
}

function counted(things) {
  const bag = new Map();
  for (const one of things) bag.set(one, (bag.get(one) ?? 0) + 1);
  return bag;
}

function added(one, other) {
  const bag = new Map(one);
  for (const [word, times] of other) bag.set(word, (bag.get(word) ?? 0) + times);
  return bag;
}

const total = (bag) => [...bag.values()].reduce((sum, times) => sum + times, 0);
