// The best sentences as they stand: the twin of llmnotes/ask/extractive.py.

import { following, ledTo, ownList, withParents } from "./lists.js";
import {
  beginsWith, contrasts, count, eitherSide, ofOneKind, sameSection, sectionItems, wholeEntry, wholeSection,
} from "./parts.js";
import { sameLines } from "./wording.js";

// Returns the sentences that answer, a list whole; `sentences` are all that were found, best first.
// `tools` are the stemming, the facets and the rules.
export function extractive(evidence, tools) {
  const { sentences } = evidence;
  return sentences.length ? withParents(told(evidence, tools), sentences) : [];
}

function told(evidence, tools) {
  const { asked, sentences } = evidence;
  const items = listed(evidence, tools);
  if (items.length) return items;
  if (asked.subjects.length === 2 && asked.kind === "difference") {
    return bothSides(asked, sentences, tools);
  }
  return whole(sentences[0], sentences, tools);
}

// Returns what is told whole: an entry of a glossary, or the list that is asked for, if any.
export function listed({ asked, sentences: scored, sections }, { stemming, facets, rules }) {
  const [best] = scored;
  const { parts } = rules;
  const entry = wholeEntry(asked, scored, parts);
  if (entry.length) return entry;
  if (asked.kind === "list") {
    const openings = ofOneKind(asked, scored, stemming, rules);
    if (openings.length) return openings;
  }
  const section = wholeSection({ sections }, scored, facets, parts);
  if (section.length) return section;
  if (asked.kind !== "list") return ledTo(best, scored, parts);
  const titled = new Set(stemming.stems(best.title));
  const wanted = new Set(
    stemming.contentWords(asked.text).map((word) => stemming.stem(word)).filter((key) => !titled.has(key)),
  );
  for (const one of scored) {
    if (one.kind !== "item" || one.note !== best.note || !one.heading.length) continue;
    const items = sectionItems(one, scored);
    const named = stemming.stems(one.heading.at(-1)).some((key) => wanted.has(key));
    if (items.length > 1 && named) return inProse(wanted, items, scored, stemming, parts.told) ?? items;
  }
  const led = ledTo(best, scored, parts);
  if (led.length) return led;
  if (best.kind === "text") return toldOn(wanted, best, scored, stemming, parts.told);
  if (best.kind !== "item") return [];
  const items = ownList(best, scored);
  return inProse(wanted, items, scored, stemming, parts.told) ?? items;
}

// Returns the sentences that tell what `wanted` names where `items` tell something else, or null.
function inProse(wanted, items, scored, stemming, most) {
  const [first] = items;
  const headed = new Set(stemming.stems(first.heading.join(" ")));
  const left = [...wanted].filter((key) => !headed.has(key));
  const near = scored.filter((one) => sameSection(one, first) && one.place === first.place - 1);
  const told = new Set([...items, ...near].flatMap((one) => stemming.stems(one.text)));
  if (!left.length || left.some((key) => told.has(key))) return null;
  const names = (one) => {
    const keys = new Set(stemming.stems(one.text));
    return left.every((key) => keys.has(key));
  };
  const one = scored.find((other) => other.note === first.note && other.kind === "text" && names(other));
  if (!one) return null;
  return paragraphFrom(one, scored, most);
}

// Returns `best` with the rest of its paragraph, if it names what `wanted` does.
function toldOn(wanted, best, scored, stemming, most) {
  const headed = new Set(stemming.stems(best.heading.join(" ")));
  const keys = new Set(stemming.stems(best.text));
  const named = [...wanted].every((key) => headed.has(key) || keys.has(key));
  if (!wanted.size || !named) return [];
  return paragraphFrom(best, scored, most);
}

// Returns `one` with what follows it in its paragraph, `most` sentences at most.
function paragraphFrom(one, scored, most) {
  return [one, ...following(one, scored).filter((other) => sameLines(other, one))].slice(0, most);
}

// Returns `best` with what it leads to: items after a colon, a sentence after a scrap.
function whole(best, scored, { rules }) {
  const items = ledTo(best, scored, rules.parts);
  if (items.length) return items;
  if (count(best.text) >= rules.parts.alone) return [best];
  return [best, ...following(best, scored).slice(0, 1).filter((one) => sameLines(one, best))];
}

// Returns the sentence that tells of both sides, what opens either note, or the best of each.
function bothSides(asked, scored, tools) {
  const { stemming, facets, rules } = tools;
  const [best] = scored;
  if (!contrasts(asked, best, stemming, facets)) {
    const openings = eitherSide(asked, scored, stemming);
    if (openings.length) return openings;
  }
  const sides = asked.subjects.map((side) => {
    return new Set(stemming.contentWords(side).map((word) => stemming.stem(word)));
  });
  const tells = (one, side) => {
    const keys = new Set(stemming.stems(one.text));
    return [...side].every((key) => keys.has(key));
  };
  if (sides.every((side) => tells(best, side))) return whole(best, scored, tools);
  const said = sides.some((side) => tells(best, side)) ? [best] : [];
  sides.forEach((side, i) => {
    if (said.some((one) => tells(one, side))) return;
    const telling = scored.filter((one) => tells(one, side));
    const tried = telling.slice(0, rules.parts.tried);
    const first = tried.find((one) => beginsWith(one, asked.subjects[i], stemming)) ?? telling[0];
    if (first) said.push(first);
  });
  return said.length ? said : [best];
}
