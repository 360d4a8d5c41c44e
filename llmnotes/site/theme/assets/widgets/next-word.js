// The likeliest next tokens after a text, as bars that move with the controls.

import { Widget, make, percent, samplingOf, visible } from "./parts.js";

const SVG = "http://www.w3.org/2000/svg";
const BARS = 8;

export const start = (element) => new Widget(element, update);

async function update(widget, run) {
  const { form, words } = widget;
  const stages = form.elements.compare.checked ? ["base", "tuned"] : ["base"];
  const details = { text: widget.text, k: BARS, sampling: samplingOf(form) };
  const found = await Promise.all(stages.map((stage) => run("next", { ...details, stage })));
  if (found.includes(undefined)) return;
  const top = Math.max(...found.flat().map((one) => one.probability));
  const sides = found.map((tokens, i) => {
    const title = make("p", { class: "ln-side-title" }, words[stages[i]]);
    return make("div", { class: "ln-side" }, title, bars(tokens, top, widget.lang));
  });
  widget.shown.replaceChildren(...sides);
  const [best] = found[0];
  widget.tell(best ? `${visible(best.token)}: ${percent(best.probability, widget.lang)}` : "");
}

function bars(tokens, top, lang) {
  const items = tokens.map(({ token, probability }) => {
    const chart = document.createElementNS(SVG, "svg");
    chart.setAttribute("class", "ln-bar");
    chart.setAttribute("aria-hidden", "true");
    const rect = chart.appendChild(document.createElementNS(SVG, "rect"));
    rect.setAttribute("width", `${((100 * probability) / top).toFixed(1)}%`);
    rect.setAttribute("height", "100%");
    const share = make("span", { class: "ln-share" }, percent(probability, lang));
    return make("li", {}, make("code", {}, visible(token)), chart, share);
  });
  return make("ol", { class: "ln-bars" }, ...items);
}
