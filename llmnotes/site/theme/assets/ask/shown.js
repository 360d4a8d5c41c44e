// Answers and refusals as elements of the page.

const ENDS = /[.!?…:;]$/;

// Shows what is said with its citations; `said` holds {text, source} in order. `how` says who picked.
export function showAnswer(place, said, how, evidence, { words, lang }) {
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
  const body = make("div", { class: "ln-told" }, ...blocks(told, said));
  const sure = evidence.confidence.toLocaleString(lang, { style: "percent" });
  const made = `${how}. ${words.sure.replace("{n}", sure)}. ${words.copied}`;
  place.replaceChildren(
    make("h2", {}, words.answer),
    body,
    make("p", { class: "ln-made" }, made),
    make("ol", { class: "ln-sources" }, ...sources.map((source, i) => shown(source, i + 1, words))),
  );
}

// Returns the sentences as paragraphs and, where several are items or rows, as lists.
function blocks(told, said) {
  const found = [];
  told.forEach((parts, i) => {
    const listed = said.length > 1 && ["item", "table"].includes(said[i].source.kind);
    const tag = listed ? "UL" : "P";
    if (found.at(-1)?.tagName !== tag) found.push(make(tag.toLowerCase(), {}));
    const block = found.at(-1);
    if (listed) block.append(make("li", {}, ...parts));
    else block.append(...(block.hasChildNodes() ? [" "] : []), ...parts);
  });
  return found;
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
