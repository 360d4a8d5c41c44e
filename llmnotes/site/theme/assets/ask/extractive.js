// The best sentences as they stand: the twin of llmnotes/ask/extractive.py.

import { words } from "../search/stemming.js";
import { sameLines } from "./wording.js";

const ITEMS = 8;
const ALONE = 7;
const TRIED = 10;

// Returns the sentences that answer; `sentences` are all that were found, best first.
export function extractive({ asked, sentences }, stemming) {
  if (!sentences.length) return [];
  const [best] = sentences;
  if (asked.kind === "list") {
    const items = itemsOf(asked, sentences, stemming);
    if (items.length) return items;
  }
  if (asked.subjects.length === 2 && asked.kind === "difference") {
    return bothSides(asked, sentences, stemming);
  }
  return whole(best, sentences);
}

// Tells whether `sentence` begins with `name`, an article aside, and goes on to say something.
export function beginsWith(sentence, name, stemming) {
  const key = stemming.nameKey(name);
  const start = stemming.stems(sentence.text).slice(0, words(name).length + 1);
  return ` ${start.join(" ")} `.includes(` ${key} `) && count(sentence.text) > start.length + 1;
}

// Returns `best` with what it leads to: an item after a colon, a sentence after a scrap.
function whole(best, scored) {
  const leads = best.text.endsWith(":");
  if (!leads && count(best.text) >= ALONE) return [best];
  const following = below(best, scored);
  if (!leads) return [best, ...following.slice(0, 1).filter((one) => sameLines(one, best))];
  const end = following.findIndex((one) => one.kind !== "item" && one.kind !== "table");
  return [best, ...(end < 0 ? following : following.slice(0, end))].slice(0, ITEMS);
}

// Returns the list that is asked for; none if the notes have it in no list.
function itemsOf(asked, scored, stemming) {
  const [best] = scored;
  const titled = new Set(stemming.stems(best.title));
  const wanted = new Set(
    stemming.contentWords(asked.text).map((word) => stemming.stem(word)).filter((key) => !titled.has(key)),
  );
  for (const one of scored) {
    if (one.kind !== "item" || one.note !== best.note || !one.heading.length) continue;
    const items = sectionItems(one, scored);
    const named = stemming.stems(one.heading.at(-1)).some((key) => wanted.has(key));
    if (items.length > 1 && named) return items;
  }
  if (best.text.endsWith(":")) return whole(best, scored);
  return best.kind === "item" ? sectionItems(best, scored) : [];
}

// Returns the first sentence of each item of a section, in their order.
function sectionItems(best, scored) {
  const items = scored.filter((one) => one.kind === "item" && sameSection(one, best));
  const firsts = new Map();
  for (const one of items.sort((a, b) => a.place - b.place)) {
    const key = one.lines.join("-");
    if (!firsts.has(key)) firsts.set(key, one);
  }
  return [...firsts.values()].slice(0, ITEMS);
}

// Returns the sentence that tells of both sides, else the best of each.
function bothSides(asked, scored, stemming) {
  const [best] = scored;
  const sides = asked.subjects.map((side) => {
    return new Set(stemming.contentWords(side).map((word) => stemming.stem(word)));
  });
  const tells = (one, side) => {
    const keys = new Set(stemming.stems(one.text));
    return [...side].every((key) => keys.has(key));
  };
  if (sides.every((side) => tells(best, side))) return whole(best, scored);
  const said = sides.some((side) => tells(best, side)) ? [best] : [];
  sides.forEach((side, i) => {
    if (said.some((one) => tells(one, side))) return;
    const telling = scored.filter((one) => tells(one, side));
    const tried = telling.slice(0, TRIED);
    const first = tried.find((one) => beginsWith(one, asked.subjects[i], stemming)) ?? telling[0];
    if (first) said.push(first);
  });
  return said.length ? said : [best];
}

// Returns the sentences of the same section below `best`, in their order.
function below(best, scored) {
  const found = scored.filter((one) => sameSection(one, best) && one.place > best.place);
  return found.sort((a, b) => a.place - b.place);
}

function sameSection(one, other) {
  const heading = JSON.stringify(one.heading) === JSON.stringify(other.heading);
  return one.note === other.note && heading;
}

const count = (text) => text.split(/\s+/).filter(Boolean).length;
