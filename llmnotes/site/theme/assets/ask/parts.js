// Answers of several sentences: the twin of llmnotes/ask/parts.py.

import { words } from "../search/stemming.js";
import { families } from "./soft.js";

export const ROW = ["item", "table"]; // kinds of sentences that are one of several

// Yields the numbers of a note's sections that the question asks for whole.
export function* sectionsAsked(wanted, units, names, rules) {
  const facets = rules.parts.listed.filter((name) => wanted.facets.has(name));
  if (!facets.length || wanted.asked.kind === "difference") return;
  const titled = families([...names].flatMap((name) => name.split(" ")), rules.soft);
  const promised = new Map();
  for (const unit of units) {
    if (facets.some((name) => unit.headed.has(name))) promised.set(unit.sentence.section, unit);
  }
  const least = (keys) => wanted.subject.least(new Set([...keys, ...titled]));
  const found = [...promised].filter(([, { around }]) => least(around) >= rules.parts.whole).map(([section]) => section);
  if (!found.length && facets.includes("kinds") && least([]) >= rules.parts.whole) {
    found.push(...lists(units, rules.parts.rows).slice(0, 1));
  }
  if (!found.length && facets.includes("way")) {
    const topics = new Map(units.map(({ sentence, topic }) => [sentence.section, topic]));
    const agreed = lists(units, rules.parts.steps).map((section) => {
      return [section, wanted.soft.agreement(topics.get(section))];
    });
    const most = Math.max(rules.parts.same, ...agreed.map(([, share]) => share));
    found.push(...agreed.filter(([, share]) => share >= most).map(([section]) => section));
  }
  yield* found;
}

// Returns the sections with lists of `least` items or more that are no examples, in order.
function lists(units, least) {
  const listed = new Map();
  for (const { starts, sentence, headed } of units) {
    if (!starts || !ROW.includes(sentence.kind) || headed.has("example")) continue;
    listed.set(sentence.section, (listed.get(sentence.section) ?? 0) + 1);
  }
  return [...listed].filter(([, count]) => count >= least).map(([section]) => section);
}

// Returns the first sentence of each item of the section of `of`, in their order.
export function sectionItems(of, scored, kinds = ["item"]) {
  const inside = scored.filter((one) => kinds.includes(one.kind) && sameSection(one, of));
  const firsts = new Map();
  for (const one of inside.sort((a, b) => a.place - b.place)) {
    const key = one.lines.join("-");
    if (!firsts.has(key)) firsts.set(key, one);
  }
  return [...firsts.values()];
}

// Returns all that the best note says, if it is one short paragraph and a definition is asked.
export function wholeEntry(asked, scored, { entry }) {
  const [best] = scored;
  const own = scored.filter((one) => one.note === best.note);
  if (asked.kind !== "definition" || own.length < 2) return [];
  if (own.some((one) => one.lines.join() !== best.lines.join() || one.kind !== "text")) return [];
  const size = own.reduce((sum, one) => sum + count(one.text), 0);
  return size <= entry ? own.sort((a, b) => a.place - b.place) : [];
}

// Returns the items of the first section of the best note that is asked for whole.
export function wholeSection({ sections }, scored, facets, parts) {
  const [best] = scored;
  const wanted = new Set(sections.filter(([note]) => note === best.note).map(([, section]) => section));
  for (const one of scored) {
    if (one.note !== best.note || !wanted.delete(one.section)) continue;
    const items = sectionItems(one, scored, ROW);
    if (items.length > 1) return items;
    if (facets.headed(one.heading.at(-1)).has("example")) return beginning(one, scored, parts);
  }
  return [];
}

// Returns the first sentences of the section of `of`.
function beginning(of, scored, { first }) {
  const inside = scored.filter((one) => sameSection(one, of));
  return inside.sort((a, b) => a.place - b.place).slice(0, first);
}

// Returns what opens each of the notes that a plural means, which have its words in the title.
export function ofOneKind(asked, scored, stemming, { soft }) {
  const keys = stemming.contentWords(asked.text).map((word) => stemming.stem(word));
  const found = scored.filter((one) => {
    if (one.place !== 0) return false;
    const titled = families(stemming.stems(one.title), soft);
    return keys.every((key) => titled.has(key));
  });
  if (found.length < 2) return [];
  return found.sort((a, b) => compare(a.title, b.title));
}

// Returns what opens the notes of the two sides of a difference; nothing if one has none.
export function eitherSide(asked, scored, stemming) {
  const openings = scored.filter((one) => one.place === 0);
  const found = [];
  for (const side of asked.subjects) {
    const key = stemming.nameKey(side);
    const titled = openings.find((one) => stemming.nameKey(one.title) === key);
    const told = titled ?? beginnings(scored, key, stemming);
    const opening = told ?? openings.find((one) => beginsWith(one, side, stemming));
    if (opening) found.push(opening);
  }
  return new Set(found).size === asked.subjects.length ? found : [];
}

// Returns the first sentence of the best section that is called `key`.
function beginnings(scored, key, stemming) {
  const called = ({ heading }) => heading.length && stemming.nameKey(stemming.subject(heading.at(-1))) === key;
  const best = scored.find(called);
  return best && beginning(best, scored, { first: 1 })[0];
}

// Tells whether `sentence` names both sides of a difference and sets one against the other.
export function contrasts(asked, sentence, stemming, facets) {
  const sides = asked.subjects.map((side) => stemming.contentWords(side).map((word) => stemming.stem(word)));
  const names = (text) => {
    const own = new Set(stemming.stems(text));
    return sides.map((side) => side.some((key) => own.has(key)));
  };
  if (!names(sentence.text).every(Boolean)) return false;
  if (facets.told(sentence.text).has("contrast")) return true;
  const clauses = sentence.text.split(";").map(names);
  return sides.every((_, n) => clauses.some((named) => named.every((is, at) => is === (at === n))));
}

// Tells whether `sentence` begins with `name`, an article aside, and goes on to say something.
export function beginsWith(sentence, name, stemming) {
  const key = stemming.nameKey(name);
  const start = stemming.stems(sentence.text).slice(0, words(name).length + 1);
  return ` ${start.join(" ")} `.includes(` ${key} `) && count(sentence.text) > start.length + 1;
}

export function sameSection(one, other) {
  return one.note === other.note && one.section === other.section;
}

export const count = (text) => text.split(/\s+/).filter(Boolean).length;

const compare = (one, other) => (one < other ? -1 : Number(one > other));
