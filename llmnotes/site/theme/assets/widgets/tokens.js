// A text cut into tokens, each in a colour and with its number.

import { COLOURS, Widget, make, visible } from "./parts.js";

export const start = (element) => new Widget(element, update);

async function update(widget, run) {
  const { words, lang, text } = widget;
  const found = await run("tokens", { text });
  if (!found) return;
  const chips = found.map(({ text: piece, id }, i) => {
    return make("li", { class: `ln-c${i % COLOURS}` }, visible(piece), make("small", {}, String(id)));
  });
  const size = [...text].length;
  const counted = (key, n) => words[`${key}.${n === 1 ? "one" : "many"}`].replace("{n}", n.toLocaleString(lang));
  const ratio = (size / found.length).toLocaleString(lang, { maximumFractionDigits: 1 });
  const parts = [counted("tokens", found.length), counted("chars", size)];
  if (found.length) parts.push(words.ratio.replace("{n}", ratio));
  const count = make("p", { class: "ln-widget-count" }, parts.join(", "));
  widget.shown.replaceChildren(make("ul", { class: "ln-chips" }, ...chips), count);
  widget.tell(found.length ? parts[0] : words.none);
}
