// The theme makes its search worker as soon as a page opens. This stands in for it, so that nothing
// of the search is loaded before somebody types; where no worker may run, it answers by titles.
(() => {
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const PAUSE = 150; // milliseconds after the last key
  const Real = globalThis.Worker;
  const here = document.currentScript.src;
  const ours = new URL("worker.js", here).href;

  /** A worker that starts with the first query. */
  class LazyWorker extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.#say({ type: READY }));
    }

    postMessage(message) {
      if (message.type !== QUERY) return;
      clearTimeout(this.waiting);
      if (!message.data.trim()) {
        this.asked = "";
        setTimeout(() => this.#say({ type: RESULT, data: { items: [] } })); // as a worker would
        return;
      }
      this.asked = message.data;
      this.waiting = setTimeout(() => this.#ask(message), this.worker ? PAUSE : 2 * PAUSE);
    }

    terminate() {
      this.worker?.terminate();
    }

    async #ask(message) {
      busy(true);
      if (titlesOnly() || location.protocol === "file:") await this.#byTitle(message.data);
      else this.#real().postMessage(message);
    }

    #real() {
      if (this.worker) return this.worker;
      this.worker = new Real(ours, { type: "module" });
      this.worker.addEventListener("message", ({ data }) => this.#heard(data));
      this.worker.addEventListener("error", () => {
        this.terminate();
        this.worker = undefined; // so that the next query tries again
        this.#heard({ type: RESULT, error: "worker" });
      });
      return this.worker;
    }

    #heard(message) {
      if (!this.asked) return; // the box was emptied meanwhile
      busy(false);
      this.#say({ type: RESULT, data: message.data ?? { items: [] } });
      if (message.error) tell("failed");
    }

    async #byTitle(text) {
      try {
        await script(new URL("titles.js", here));
        const items = await globalThis.llmnotesTitles(text);
        busy(false);
        this.#say({ type: RESULT, data: { items } });
        if (!titlesOnly()) tell("offline");
      } catch {
        busy(false);
        tell("failed");
      }
    }

    #say(data) {
      this.dispatchEvent(new MessageEvent("message", { data }));
    }
  }

  const loaded = new Map();

  function script(url) {
    if (!loaded.has(url.href)) {
      const element = document.createElement("script");
      element.src = url.href;
      document.head.append(element);
      const done = new Promise((resolve, reject) => {
        Object.assign(element, { onload: resolve, onerror: reject });
      });
      done.catch(() => loaded.delete(url.href)); // so that the next query tries again
      loaded.set(url.href, done);
    }
    return loaded.get(url.href);
  }

  /** Whether the site has no more of a search than that. */
  function titlesOnly() {
    return document.querySelector("[data-md-component=search]")?.dataset.titles === "1";
  }

  function meta() {
    return document.querySelector(".md-search-result__meta");
  }

  /** Say something above the results; the theme has just written their number there. */
  function tell(key) {
    const words = document.querySelector("[data-md-component=search]")?.dataset;
    const place = meta();
    if (place && words?.[key]) place.textContent = words[key];
  }

  function busy(on) {
    const place = meta();
    if (!place) return;
    place.setAttribute("aria-busy", String(on));
    if (on && !document.querySelector(".md-search-result__item")) tell("searching");
  }

  globalThis.Worker = new Proxy(Real ?? class {}, {
    construct: (target, [url, options]) =>
      new URL(url, location).href === ours ? new LazyWorker() : new target(url, options),
  });
})();
