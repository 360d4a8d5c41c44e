// One beginning, continued by three seeds: what the controls leave to chance.

import { Widget, make, percent, samplingOf } from "./parts.js";

const SIDES = 3;

export function start(element) {
  const widget = new Widget(element, update);
  const { seed } = widget.form.elements;
  widget.form.elements.draw.addEventListener("click", () => {
    seed.value = Number(seed.value) + SIDES;
    widget.soon(0);
  });
}

async function update(widget, run, signal) {
  const { form, words, lang, text, shown } = widget;
  const sampling = samplingOf(form);
  const sides = Array.from({ length: SIDES }, (_, i) => {
    const told = make("p", {}, make("span", { class: "ln-said" }, text));
    const title = make("p", { class: "ln-side-title" }, words.seed.replace("{n}", sampling.seed + i));
    return { told, side: make("div", { class: "ln-side" }, title, told) };
  });
  shown.replaceChildren(...sides.map(({ side }) => side));
  for (const [i, { told }] of sides.entries()) {
    const details = { stage: "base", text, sampling: { ...sampling, seed: sampling.seed + i } };
    await run("write", details, ({ text: piece, probability }) => {
      told.append(make("span", { title: percent(probability, lang) }, piece));
    });
    if (signal.aborted) return;
  }
}
