// The search box and the filters of the map.
globalThis.llmnotesMapFilters = ({ graph, drawing, filters, search, results, status, words, make, count, plain, choose, visit }) => {
  const MOST = 12;
  const names = graph.titles.map(plain);

  const select = (label, options) => {
    const box = make("select", {}, new Option(`${label}: ${words.all}`, ""), ...options.map(([text, value]) => new Option(text, value)));
    box.setAttribute("aria-label", label);
    filters.append(box);
    box.addEventListener("change", apply);
    return box;
  };

  const apply = () => {
    const under = (name, wanted) => name === wanted || name.startsWith(`${wanted}/`);
    const tags = new Set(graph.tagNames.flatMap((name, t) => (under(name, tag.value) ? [t] : [])));
    let left = 0;
    for (let i = 0; i < graph.n; i++) {
      const fits =
        (kinds[graph.kinds[i]]?.checked ?? true) &&
        (!tag.value || graph.tags[i].some((t) => tags.has(t))) &&
        (!folder.value || under(graph.folders[graph.folder[i]], folder.value));
      drawing.shown[i] = fits ? 1 : 0;
      left += drawing.shown[i];
    }
    status.textContent = words.shown.replace("{n}", left).replace("{all}", graph.n);
    choose(-1);
    if (search.value) find();
    drawing.refresh(true);
  };

  const find = () => {
    const parts = plain(search.value).split(/\s+/).filter(Boolean);
    results.hidden = !parts.length;
    if (!parts.length) {
      drawing.marked = null;
      status.textContent = "";
      return drawing.refresh();
    }
    const found = [...drawing.byDegree].filter((i) => drawing.shown[i] && parts.every((part) => names[i].includes(part)));
    const begins = (i) => names[i].startsWith(parts[0]);
    found.sort((a, b) => begins(b) - begins(a));
    drawing.marked = new Set(found);
    status.textContent = count("found", found.length);
    results.replaceChildren(...found.slice(0, MOST).map(result));
    results.hidden = !found.length;
    return drawing.refresh();
  };

  const result = (i) => {
    const link = make("a", { href: graph.href(i), textContent: graph.titles[i] });
    const look = () => {
      choose(i, false);
      visit(i);
    };
    link.addEventListener("focus", look);
    link.addEventListener("pointerenter", look);
    return make("li", {}, link);
  };

  const kinds = {};
  const present = [["n", "note"], ["c", "canvas"], ["g", "ghost"], ["f", "file"]].filter(([kind]) => graph.kinds.includes(kind));
  // Declared before the kinds, whose first change reads them.
  const tag = graph.tagNames.length ? select(words.tag, tagOptions(graph)) : { value: "" };
  const folder = graph.folders.length > 1 ? select(words.fold, graph.folders.filter(Boolean).map((name) => [name, name])) : { value: "" };
  if (present.length > 1) {
    const group = make("fieldset", {}, make("legend", { textContent: words.kind }));
    for (const [kind, word] of present) {
      kinds[kind] = make("input", { type: "checkbox", checked: kind !== "f", onchange: apply });
      group.append(make("label", { className: `ln-kind-${word}` }, kinds[kind], words[word]));
    }
    filters.append(group);
    if (kinds.f) {
      apply();
      status.textContent = "";
    }
  }

  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      results.querySelector("a")?.focus();
    } else if (event.key === "Enter" && drawing.marked?.size) {
      const [first] = drawing.marked;
      choose(first);
      visit(first);
    }
    event.stopPropagation();
  });
  results.addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const now = links.indexOf(document.activeElement);
    const to = { ArrowDown: links[now + 1], ArrowUp: links[now - 1] ?? search, Escape: search }[event.key];
    event.stopPropagation();
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  // Every tag with those above it, which no note needs to carry itself.
  function tagOptions({ tagNames }) {
    const every = new Set(tagNames.flatMap((name) => name.split("/").map((_, n, parts) => parts.slice(0, n + 1).join("/"))));
    return [...every].sort((a, b) => a.localeCompare(b)).map((name) => [`#${name}`, name]);
  }
};
