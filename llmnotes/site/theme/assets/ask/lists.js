// Lists in answers, what their items stand under and what is left out: the twin of
// llmnotes/ask/lists.py.

import { ROW, sameSection } from "./parts.js";

// Returns `said` with the items under which its items stand before these, each once.
export function withParents(said, scored) {
  const found = [];
  for (const one of said) {
    for (const part of [...parents(one, scored), one]) {
      if (!found.some((other) => same(other, part))) found.push(part);
    }
  }
  return found;
}

// Returns how each item begins that `of` is an item of, the outermost first.
function parents(of, scored) {
  if (of.kind !== "item" || !of.depth) return [];
  const above = scored
    .filter((one) => one.kind === "item" && sameSection(one, of) && one.place < of.place)
    .sort((a, b) => b.place - a.place);
  const found = [];
  let { depth } = of;
  for (const one of above) {
    if (one.depth < depth) {
      found.push(one);
      depth = one.depth;
    } else if (found.length && String(one.lines) === String(found.at(-1).lines)) {
      found[found.length - 1] = one;
    }
  }
  return found.reverse();
}

// Tells whether `one`, which follows `best`, is of the list that `best` leads to.
export function isBelow(one, best) {
  return ROW.includes(one.kind) && (best.kind !== "item" || one.depth > best.depth);
}

// Returns how many sentences of `rest` are of which note: a title, an address, lines, a count.
export function leftOut(rest) {
  return [...new Set(rest.map((one) => one.note))].map((note) => {
    const own = rest.filter((one) => one.note === note);
    const lines = [Math.min(...own.map((one) => one.lines[0])), Math.max(...own.map((one) => one.lines[1]))];
    return { title: own[0].title, url: own[0].url, lines, count: own.length };
  });
}

const same = (one, other) => one.note === other.note && one.place === other.place;
