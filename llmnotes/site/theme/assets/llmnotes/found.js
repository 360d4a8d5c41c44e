// Marks the words of a search on the page to which it led (?h=…), without changing the page.
(() => {
  const MOST = 400; // marks: a page where every word is marked shows nothing
  const NAME = "ln-found";
  const address = new URL(location.href);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = new Set(fold(address.searchParams.get("h") ?? "").split(" ").filter(Boolean));
  address.searchParams.delete("h"); // an address that is copied or kept leads to the page itself
  history.replaceState(history.state, "", address);

  const ranges = (place) => {
    const found = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && found.length < MOST) {
      const node = walker.currentNode;
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
        if (!wanted.has(fold(word))) continue;
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        found.push(range);
      }
    }
    return found;
  };

  const show = () => {
    const place = document.querySelector("article");
    if (!place || !globalThis.CSS?.highlights) return;
    CSS.highlights.set(NAME, new Highlight(...ranges(place)));
    const clear = (event) => event.key === "Escape" && CSS.highlights.delete(NAME);
    addEventListener("keydown", clear);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", show);
  else show();
})();
