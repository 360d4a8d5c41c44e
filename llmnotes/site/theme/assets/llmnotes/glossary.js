// Filters the glossary as one types, whatever the accents. Without it the page is whole.
// A glossary in pages looks through the names of all terms, which come when the box is used first.
(() => {
  const place = document.querySelector(".ln-term-filter");
  const terms = [...document.querySelectorAll(".ln-term")];
  const all = place?.hasAttribute("data-all");
  if (!place || !(all || terms.length)) return;
  const MOST = 60; // matches that are listed
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const box = Object.assign(document.createElement("input"), { type: "search", placeholder: place.dataset.label, autocomplete: "off" });
  box.setAttribute("aria-label", place.dataset.label);
  const none = document.createElement("p");
  none.setAttribute("role", "status");
  place.append(box, none);
  box.addEventListener("keydown", (event) => event.stopPropagation()); // the theme has keys of its own

  const partsOf = () => plain(box.value).split(/\s+/).filter(Boolean);
  const tell = (left, asked) => {
    none.textContent = left ? (asked ? String(left) : "") : place.dataset.none;
  };

  // A term found by a name hides those found only by what they mean.
  const filterHere = () => {
    const names = terms.map((term) => plain(`${term.querySelector("dt").textContent} ${term.querySelector(".ln-term-more")?.textContent ?? ""}`));
    const whole = terms.map((term) => plain(term.textContent));
    return () => {
      const parts = partsOf();
      const fits = (text) => parts.every((part) => text.includes(part));
      const named = names.some(fits);
      let left = 0;
      for (const [i, term] of terms.entries()) {
        term.hidden = !fits(named ? names[i] : whole[i]);
        left += !term.hidden;
      }
      for (const section of document.querySelectorAll(".ln-terms section")) {
        section.hidden = !section.querySelector(".ln-term:not([hidden])");
      }
      tell(left, parts.length);
    };
  };

  const filterAll = () => {
    const root = new URL(`${document.body.dataset.base}/`, location.href);
    const page = document.querySelector(".ln-terms");
    const list = Object.assign(document.createElement("ul"), { className: "ln-folders", hidden: true });
    page.before(list);
    let rows = null;
    const show = () => {
      const parts = partsOf();
      page.hidden = parts.length > 0;
      list.hidden = !page.hidden;
      if (!rows || !parts.length) return tell(1, 0);
      const found = rows.filter(({ name }) => parts.every((part) => name.includes(part)));
      list.replaceChildren(...found.slice(0, MOST).map(({ term, other, href }) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: new URL(href, root), textContent: term });
        item.append(link, other ? ` ${other}` : "");
        return item;
      }));
      return tell(found.length, parts.length);
    };
    box.addEventListener("focus", () => {
      const script = document.createElement("script");
      script.src = new URL("assets/llmnotes/terms.js", root);
      script.onload = () => {
        rows = globalThis.llmnotesTerms.map(([term, other, href]) => ({ term, other, href, name: plain(`${term} ${other}`) }));
        show();
      };
      document.head.append(script);
    }, { once: true });
    return show;
  };

  box.addEventListener("input", all ? filterAll() : filterHere());
})();
