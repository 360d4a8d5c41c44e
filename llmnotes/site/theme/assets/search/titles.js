// The search of a site that was opened from a folder on disk, where a browser lets no script read
// files: the titles of the tree that every page shares, by words without accents.
(() => {
  const base = new URL("../../", document.currentScript.src);
  const MOST = 30;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]+/g, "");
  const words = (text) => fold(text).match(/[\p{L}\p{N}+#]+/gu) ?? [];
  const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

  function tree() {
    if (globalThis.llmnotesTree) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      Object.assign(element, { src: new URL("assets/llmnotes/tree.js", base).href });
      Object.assign(element, { onload: resolve, onerror: reject });
      document.head.append(element);
    });
  }

  function* notes(entries) {
    for (const [title, address, inside] of entries) {
      if (inside) yield* notes(inside);
      else yield [title, address];
    }
  }

  /** The notes whose titles have the words, as the theme's results. */
  globalThis.llmnotesTitles = async (text) => {
    await tree();
    const wanted = words(text);
    const found = [];
    for (const [title, address] of notes(globalThis.llmnotesTree)) {
      const own = words(title);
      const hits = wanted.filter((word) => own.some((one) => one.startsWith(word))).length;
      if (hits) found.push([hits / Math.max(own.length, wanted.length), title, address]);
    }
    found.sort(([a, one], [b, other]) => b - a || (one < other ? -1 : 1));
    return found.slice(0, MOST).map(([score, title, address]) => {
      const location = new URL(address, base).href;
      return [{ location, title: escaped(title), text: "", score, terms: {} }];
    });
  };
})();
