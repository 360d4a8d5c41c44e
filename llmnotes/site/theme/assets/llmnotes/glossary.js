// Filters the glossary as one types, whatever the accents. Without it the page is whole.
(() => {
  const place = document.querySelector(".ln-term-filter");
  const terms = [...document.querySelectorAll(".ln-term")];
  if (!place || !terms.length) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = terms.map((term) => plain(`${term.querySelector("dt").textContent} ${term.querySelector(".ln-term-more")?.textContent ?? ""}`));
  const whole = terms.map((term) => plain(term.textContent));

  const box = Object.assign(document.createElement("input"), { type: "search", placeholder: place.dataset.label, autocomplete: "off" });
  box.setAttribute("aria-label", place.dataset.label);
  const none = Object.assign(document.createElement("p"), { hidden: false });
  none.setAttribute("role", "status");
  place.append(box, none);

  // A term found by a name hides those found only by what they mean.
  const filter = () => {
    const parts = plain(box.value).split(/\s+/).filter(Boolean);
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
    none.textContent = left ? (parts.length ? String(left) : "") : place.dataset.none;
  };

  box.addEventListener("input", filter);
  box.addEventListener("keydown", (event) => event.stopPropagation());
})();
