// Lists in answers, what their items stand under and what is left out: the twin of
// llmnotes/ask/lists.py.

import { count, ROW, sameSection } from "./parts.js";

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

// Returns `best` with the items that it leads to, with a colon or as the title right above a list;
// nothing if it leads to none.
export function ledTo(best, scored, rules) {
  const below = following(best, scored);
  const end = below.findIndex((one) => !isBelow(one, best));
  const items = end < 0 ? below : below.slice(0, end);
  if (!items.length || !(best.text.endsWith(":") || isTitle(best, items[0], scored, rules))) return [];
  return [best, ...items];
}

// Returns the first sentence of each item of the list that the item `of` stands in, in order: what is
// no item stands between two lists of a section.
export function ownList(of, scored) {
  const section = scored.filter((one) => sameSection(one, of)).sort((a, b) => a.place - b.place);
  const at = section.findIndex((one) => same(one, of));
  const other = (one) => !ROW.includes(one.kind);
  const start = section.slice(0, at).findLastIndex(other) + 1;
  const end = section.findIndex((one, i) => i > at && other(one));
  const firsts = new Map();
  for (const one of section.slice(start, end < 0 ? section.length : end)) {
    const lines = String(one.lines);
    if (one.kind === of.kind && !firsts.has(lines)) firsts.set(lines, one);
  }
  return [...firsts.values()];
}

// Returns `said` with the lists to which its sentences lead behind these, each item once.
export function withLists(said, scored, rules) {
  const found = [];
  for (const one of said) {
    const led = ledTo(one, scored, rules);
    for (const part of led.length ? led : [one]) {
      if (!found.some((other) => same(other, part))) found.push(part);
    }
  }
  return found;
}

// Returns the sentences of the same section below `best`, in their order.
export function following(best, scored) {
  const found = scored.filter((one) => sameSection(one, best) && one.place > best.place);
  return found.sort((a, b) => a.place - b.place);
}

// Tells whether `one` is the title of the list that begins with `first`.
function isTitle(one, first, scored, { near, title, closed }) {
  if (ROW.includes(one.kind) || first.place !== one.place + 1) return false;
  if (first.lines[0] - one.lines[1] > near) return false;
  if (!closed.some((mark) => one.text.endsWith(mark))) return true;
  const beside = (other) => other.note === one.note && String(other.lines) === String(one.lines);
  return !scored.some((other) => beside(other) && other.place !== one.place) && count(one.text) <= title;
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
