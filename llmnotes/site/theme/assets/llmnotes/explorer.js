// The explorer: draws the tree that all pages share, and opens it at this page.
// The tree comes as a script rather than as JSON, so that it also loads from file://.
(() => {
  const nav = document.querySelector(".ln-explorer");
  if (!nav) return;
  const base = document.body.dataset.base;
  const here = nav.dataset.page ?? "";
  const wide = matchMedia("(min-width: 76.25em)");
  let asked = false;

  const link = (name, href) => {
    const a = document.createElement("a");
    a.href = `${base}/${href}`;
    a.textContent = name;
    if (href === here) a.setAttribute("aria-current", "page");
    return a;
  };

  const holds = (entry) => entry[1] === here || (entry[2] ?? []).some(holds);

  const branch = (entries) => {
    const list = document.createElement("ul");
    for (const entry of entries) {
      const item = document.createElement("li");
      item.append(link(entry[0], entry[1]));
      if (entry[2]) item.append(folder(entry));
      list.append(item);
    }
    return list;
  };

  const folder = (entry) => {
    const details = document.createElement("details");
    const summary = document.createElement("summary"); // beside the link: nothing to click in another
    summary.setAttribute("aria-label", entry[0]);
    details.append(summary);
    const fill = () => details.childElementCount > 1 || details.append(branch(entry[2]));
    details.addEventListener("toggle", fill);
    if (holds(entry)) {
      fill();
      details.open = true;
    }
    return details;
  };

  const draw = () => {
    nav.querySelector(".ln-tree").replaceChildren(branch(globalThis.llmnotesTree));
    const current = nav.querySelector("[aria-current]");
    const frame = current?.closest(".md-sidebar__scrollwrap");
    if (!frame) return;
    const below = current.getBoundingClientRect().bottom - frame.getBoundingClientRect().bottom;
    if (below > 0) frame.scrollTop += below + frame.clientHeight / 3;
  };

  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = `${base}/assets/llmnotes/tree.js`;
    script.onload = draw;
    document.head.append(script);
  };

  if (wide.matches) load();
  else wide.addEventListener("change", load, { once: true });
  document.getElementById("__drawer")?.addEventListener("change", load, { once: true });
})();
