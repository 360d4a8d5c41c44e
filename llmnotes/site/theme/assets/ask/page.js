// The page for questions: an answer at once from the nearest sentences, and then the one that the
// decoder picks, as soon as it is loaded.

import { run } from "../decoder/client.js";
import { samplingOf, showNumbers } from "../decoder/fields.js";
import { open } from "../search/search.js";
import { Stemming } from "../search/stemming.js";
import { holds } from "./bundled.js";
import { gather } from "./evidence.js";
import { extractive } from "./extractive.js";
import { Facets } from "./facets.js";
import { showAnswer, showRefusal } from "./shown.js";

export const start = (root) => new Asking(root);

class Asking {
  constructor(root) {
    this.form = root.querySelector("form");
    this.status = root.querySelector(".ln-ask-status");
    this.place = root.querySelector(".ln-ask-answer");
    this.words = JSON.parse(root.dataset.words);
    this.lang = root.dataset.lang;
    this.base = new URL("../../", import.meta.url);
    this.showNumbers();
  }

  showNumbers() {
    showNumbers(this.form, this.lang);
  }

  // Answers what stands in the form; a question that is still being answered is dropped.
  async ask() {
    this.task?.abort();
    const { signal } = (this.task = new AbortController());
    const question = this.form.elements.q.value.trim();
    this.#remember(question);
    this.place.setAttribute("aria-busy", "true");
    this.place.replaceChildren();
    this.#say(this.words.searching);
    try {
      this.site ??= open(this.base);
      const site = await this.site;
      const evidence = await gather(site, question, { lang: this.lang.slice(0, 2) });
      if (signal.aborted) return;
      await this.#answer(site, evidence, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.site = null;
      this.#say(this.words.failed);
      console.warn(error);
    }
    if (!signal.aborted) this.place.removeAttribute("aria-busy");
  }

  async #answer(site, evidence, signal) {
    const { stemming, tex } = site.files.head.rules;
    if (evidence.refused) {
      this.#say("");
      showRefusal(this.place, evidence, this);
      return;
    }
    const { asked, sentences, sections, choice } = evidence;
    const rules = { ...choice, stemming, tex };
    const tools = { stemming: new Stemming(stemming), facets: new Facets(choice.facets), rules };
    const all = extractive({ asked, sentences, sections }, tools);
    const said = all
      .slice(0, rules.parts.items)
      .map((source) => ({ text: source.text, source }))
      .filter(({ text, source }) => holds(text, source, sentences, tools));
    const rest = all.slice(rules.parts.items);
    showAnswer(this.place, said, rest, this.words.extractive, evidence, this);
    this.place.dataset.by = "extractive";
    if (navigator.connection?.saveData && !this.loaded) await this.#leave();
    if (signal.aborted) return;
    const picked = [];
    const sampling = samplingOf(this.form);
    const details = { stage: "tuned", evidence: { asked, sentences, sections }, sampling, rules };
    const onProgress = (size, total) => this.#progress(size, total);
    const left = [];
    const onStep = (one) => (one.rest ? left.push(...one.rest) : picked.push(one));
    try {
      if (this.loaded) this.#say(this.words.thinking);
      await run("answer", details, { onProgress, onStep, signal });
    } catch {
      this.#say(this.words.model);
      return;
    }
    if (signal.aborted) return;
    this.loaded = true;
    this.#say("");
    if (picked.length) showAnswer(this.place, picked, left, this.words.decoder, evidence, this);
    else showRefusal(this.place, evidence, this);
    this.place.dataset.by = "decoder";
  }

  // Waits until a reader who saves data asks for the model.
  #leave() {
    return new Promise((done) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = this.words.load;
      button.addEventListener("click", done, { once: true });
      this.status.replaceChildren(button);
    });
  }

  #progress(size, total) {
    const bar = this.status.querySelector("progress") ?? document.createElement("progress");
    const megabytes = (size / 1e6).toLocaleString(this.lang, { maximumFractionDigits: 1 });
    if (total) {
      bar.max = total;
      bar.value = size;
    }
    const label = this.words.loading.replace("{n}", `${megabytes} MB`);
    bar.setAttribute("aria-label", label);
    // Each number would be read aloud: only the first is announced.
    this.status.setAttribute("aria-live", this.status.contains(bar) ? "off" : "polite");
    this.status.replaceChildren(label, " ", bar);
    if (size === total) this.#say(this.words.thinking);
  }

  #say(text) {
    this.status.setAttribute("aria-live", "polite");
    this.status.replaceChildren(text);
  }

  // Puts what is asked into the address, with the settings that are not as they come.
  #remember(question) {
    const asked = new URLSearchParams({ q: question });
    for (const input of this.form.querySelectorAll(".ln-controls input")) {
      if (input.value !== input.defaultValue) asked.set(input.name, input.value);
    }
    history.replaceState(null, "", `?${asked}`);
  }
}
