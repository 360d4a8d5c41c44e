// On the page of what is not there: the notes whose titles are most like the address, and a box to look for others.
(() => {
  const place = document.querySelector(".ln-lost");
  if (!place) return;
  const root = new URL(`${document.body.dataset.base}/`, location.href);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const asked = () => {
    const last = location.pathname.replace(/\/(index\.html)?$/, "").split("/").pop() ?? "";
    try {
      return decodeURIComponent(last).replace(/\.html$/, "");
    } catch {
      return last; // an address that no site of ours has made
    }
  };

  const flat = (entries) => entries.flatMap((entry) => [entry, ...flat(entry[2] ?? [])]);

  // The share of pairs of letters that two names have in common, which bears slips and inflections.
  const pairs = (text) => new Set([...` ${text} `].slice(1).map((letter, i) => ` ${text} `[i] + letter));
  const alike = (one, other) => {
    const both = [...one].filter((pair) => other.has(pair)).length;
    return (2 * both) / (one.size + other.size);
  };

  const draw = () => {
    const notes = flat(globalThis.llmnotesTree ?? []).map(([title, href]) => ({ title, href, name: words(title).join(" ") }));
    for (const note of notes) note.pairs = pairs(note.name);
    const box = Object.assign(document.createElement("input"), { type: "search", placeholder: place.dataset.label, autocomplete: "off" });
    box.setAttribute("aria-label", place.dataset.label);
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const list = document.createElement("ul");
    place.append(box, said, list);

    const show = (text, least) => {
      const name = words(text).join(" ");
      const wanted = pairs(name);
      const ranked = notes
        .map((note) => ({ note, score: name ? alike(wanted, note.pairs) + (note.name.includes(name) ? 1 : 0) : 0 }))
        .filter(({ score }) => score >= least)
        .sort((a, b) => b.score - a.score || (a.note.title < b.note.title ? -1 : 1))
        .slice(0, 8);
      list.replaceChildren(...ranked.map(({ note }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(note.href, root);
        link.textContent = note.title;
        item.append(link);
        return item;
      }));
      said.textContent = ranked.length ? place.dataset.near : name ? place.dataset.none : "";
    };
    box.addEventListener("input", () => show(box.value, 0.3));
    box.addEventListener("keydown", (event) => event.stopPropagation()); // the theme has keys of its own
    show(asked(), 0.4);
  };

  const script = document.createElement("script");
  script.src = new URL("assets/llmnotes/tree.js", root);
  script.onload = draw;
  if (globalThis.llmnotesTree) draw();
  else document.head.append(script);
})();
