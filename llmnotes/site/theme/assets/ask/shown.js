// Answers and refusals as elements of the page.

import { leftOut } from "./lists.js";
import { ROW } from "./parts.js";

const ENDS = /[.!?…:;]$/;

// Shows what is said with its citations; `said` holds {text, source} in order, `rest` the sources
// that are left out of a list. `how` says who picked.
export function showAnswer(place, said, rest, how, evidence, { words, lang }) {
  const numbers = new Map();
  const sources = [];
  const told = said.map(({ text, source }) => {
    const key = JSON.stringify([source.note, source.lines, source.heading, source.quote]);
    if (!numbers.has(key)) {
      numbers.set(key, numbers.size + 1);
      sources.push(source);
    }
    const n = numbers.get(key);
    const cite = link(addressOf(source), `[${n}]`, { class: "ln-cite" });
    cite.setAttribute("aria-label", `[${n}] ${words.cite.replace("{name}", source.title)}`);
    return [ENDS.test(text) ? text : `${text}.`, " ", cite];
  });
  const body = make("div", { class: "ln-told" }, ...blocks(told, said), ...left(rest, words));
  const sure = evidence.confidence.toLocaleString(lang, { style: "percent" });
  const made = `${how}. ${words.sure.replace("{n}", sure)}. ${words.copied}`;
  place.replaceChildren(
    make("h2", {}, words.answer),
    body,
    make("p", { class: "ln-made" }, made),
    make("ol", { class: "ln-sources" }, ...sources.map((source, i) => shown(source, i + 1, words))),
  );
}

// Returns the sentences as paragraphs and, where several are items or rows, as lists in lists.
function blocks(told, said) {
  const found = [];
  let lists = []; // the open ones, the innermost last
  told.forEach((parts, i) => {
    const { kind, depth } = said[i].source;
    if (said.length > 1 && ROW.includes(kind)) {
      lists = lists.slice(0, depth + 1);
      if (lists.length <= depth) {
        const list = make("ul", {});
        if (lists.length) lists.at(-1).lastChild.append(list);
        else found.push(list);
        lists.push(list);
      }
      lists.at(-1).append(make("li", {}, ...parts));
      return;
    }
    lists = [];
    if (found.at(-1)?.tagName !== "P") found.push(make("p", {}));
    const block = found.at(-1);
    block.append(...(block.hasChildNodes() ? [" "] : []), ...parts);
  });
  return found;
}

// Returns a line that says how many items are left out, and where they stand.
function left(rest, words) {
  if (!rest.length) return [];
  const places = leftOut(rest).flatMap(({ title, url, lines }, i) => {
    const [first, last] = lines;
    const range = first === last ? words.line.replace("{n}", first) : words.lines.replace("{n}", `${first}–${last}`);
    return [i ? "; " : "", link(url, title), `, ${range}`];
  });
  return [make("p", { class: "ln-left" }, words.left.replace("{n}", rest.length), " ", ...places)];
}

// Shows that the notes are silent, what comes nearest, and who asks for the same.
export function showRefusal(place, { nearest = [], ghost }, { words }) {
  const parts = [make("h2", {}, words.refused)];
  if (ghost) {
    const asking = (ghost.askedBy ?? []).map(({ title, path, url }) => {
      const name = title ?? path.replace(/\.md$/, "");
      return make("li", {}, url ? link(url, name) : name);
    });
    parts.push(make("p", {}, words.ghost.replace("{name}", ghost.name), " ", words["ghost.asked"]));
    parts.push(make("ul", {}, ...asking));
  }
  if (nearest.length) {
    const items = nearest.map((hit) => make("li", {}, link(hit.url, [hit.title, ...hit.heading].join(" › "))));
    parts.push(make("p", {}, words.nearest), make("ul", { class: "ln-nearest" }, ...items));
  }
  place.replaceChildren(...parts);
  place.dataset.by = "refusal";
}

// The address of the cited lines: the page, its heading, and the text itself, which browsers mark.
export function addressOf({ url, quote }) {
  const run = quote.split(/[$|]/).sort((a, b) => b.length - a.length)[0].trim();
  const words = run.split(/\s+/).filter(Boolean);
  if (!words.length) return url;
  const ends = words.length > 12 ? [words.slice(0, 6), words.slice(-6)] : [words];
  const text = ends.map((part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D"));
  return `${url}${url.includes("#") ? "" : "#"}:~:text=${text.join(",")}`;
}

function shown(source, n, words) {
  const where = [source.title, ...source.heading].join(" › ");
  const [first, last] = source.lines;
  const lines =
    first === last ? words.line.replace("{n}", first) : words.lines.replace("{n}", `${first}–${last}`);
  const cited = make("blockquote", {}, source.quote);
  return make("li", {}, `[${n}] `, link(addressOf(source), where), `, ${lines}`, cited);
}

function link(href, text, attributes = {}) {
  return make("a", { href, ...attributes }, text);
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
