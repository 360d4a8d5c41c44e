// What the widgets share: numbers in the reader's language, elements, one task at a time.

import { run } from "../decoder/client.js";
import { showNumbers } from "../decoder/fields.js";

export { samplingOf } from "../decoder/fields.js";
export const COLOURS = 6;

export function percent(share, lang) {
  const format = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return share.toLocaleString(lang, format);
}

// Shows blanks of a token.
export function visible(token) {
  return token.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
}

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A widget: calls `update(widget, run, signal)` when something changes, dropping what was still under
// way; `run(task, details, onStep)` is a task of the worker.
export class Widget {
  constructor(element, update) {
    this.element = element;
    this.form = element.querySelector("form");
    this.shown = element.querySelector(".ln-widget-shown");
    this.status = element.querySelector(".ln-widget-status");
    this.words = JSON.parse(element.dataset.words);
    this.lang = element.dataset.lang;
    this.update = update;
    this.form.addEventListener("input", () => this.soon());
  }

  get text() {
    return this.form.elements.text.value;
  }

  // Waits for the reader to pause, so that not every letter starts the model.
  soon(pause = 150) {
    showNumbers(this.form, this.lang);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    this.task?.abort();
    const task = (this.task = new AbortController());
    this.element.setAttribute("aria-busy", "true");
    try {
      await this.update(this, (...asked) => this.#run(task.signal, ...asked), task.signal);
    } catch {
      if (!task.signal.aborted) this.status.textContent = this.words.failed;
    }
    if (this.task === task) this.element.removeAttribute("aria-busy");
  }

  // Tells a screen reader what the page shows already.
  tell(text) {
    this.status.replaceChildren(make("span", { class: "ln-heard" }, text));
  }

  #run(signal, task, details, onStep) {
    const onProgress = (size, total) => this.#progress(size, total);
    return run(task, details, { onProgress, onStep, signal });
  }

  #progress(size, total) {
    const bar = this.status.querySelector("progress") ?? make("progress");
    const megabytes = (size / 1e6).toLocaleString(this.lang, { maximumFractionDigits: 1 });
    if (total) {
      bar.max = total;
      bar.value = size;
    }
    const label = this.words.loading.replace("{n}", `${megabytes} MB`);
    bar.setAttribute("aria-label", label);
    this.status.replaceChildren(label, " ", bar);
    if (size === total) this.status.replaceChildren();
  }
}
