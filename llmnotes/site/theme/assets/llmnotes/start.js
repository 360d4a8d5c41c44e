// Runs before the page is painted: what the theme's script expects, and the reader's colours.
(() => {
  const base = document.currentScript.src.replace(/assets\/llmnotes\/start\.js.*$/, "");
  const scope = new URL(base);
  globalThis.__md_scope = scope;
  globalThis.__md_hash = (text) => [...text].reduce((h, c) => (h << 5) - h + c.charCodeAt(0), 0);
  globalThis.__md_get = (key, store = localStorage, at = scope) => {
    try {
      return JSON.parse(store.getItem(`${at.pathname}.${key}`));
    } catch {
      return null;
    }
  };
  globalThis.__md_set = (key, value, store = localStorage, at = scope) => {
    try {
      store.setItem(`${at.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // a reader who forbids storage chooses again on the next page
    }
  };
  // The theme would open its search box for ?q=…, which on this page is a question.
  if (location.pathname.endsWith("/ask.html")) {
    globalThis.llmnotesAsked = location.search;
    history.replaceState(null, "", location.pathname + location.hash);
  }
  // Words that a search found are marked by a script that nobody else loads.
  if (new URLSearchParams(location.search).has("h")) {
    const script = document.createElement("script");
    script.src = `${base}assets/llmnotes/found.js`;
    document.head.append(script);
  }
  const chosen = __md_get("__palette")?.color?.scheme;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.dataset.mdColorScheme = chosen ?? (dark ? "slate" : "default");
  document.documentElement.classList.replace("no-js", "js");
})();
