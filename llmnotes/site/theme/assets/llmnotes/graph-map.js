// The page of the whole graph: puts up the map with its search box, filters and buttons.
(() => {
  const stage = document.querySelector(".ln-map");
  if (!stage) return;
  const words = JSON.parse(stage.dataset.words);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const { plain } = globalThis.llmnotesGraphs;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const count = (key, n) => words[`${key}.${n === 0 && words[`${key}.none`] ? "none" : n === 1 ? "one" : "many"}`].replace("{n}", n);

  const start = (graph) => {
    const canvas = make("canvas", { tabIndex: 0, className: "ln-map-canvas" });
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.keys);
    const search = make("input", { type: "search", placeholder: words.search, autocomplete: "off" });
    search.setAttribute("aria-label", words.search);
    const results = make("ul", { className: "ln-map-results", hidden: true });
    const status = make("p", { className: "ln-map-status" });
    status.setAttribute("role", "status");
    const card = make("div", { className: "ln-map-card", hidden: true });
    const filters = make("div", { className: "ln-map-filters" });
    const buttons = make("div", { className: "ln-map-buttons" });
    const bar = make("div", { className: "ln-map-bar" }, make("div", { className: "ln-map-search" }, search, results), filters);
    const frame = make("div", { className: "ln-map-frame" }, canvas, buttons, card);
    stage.replaceChildren(bar, frame, status);
    // The layout is wide, as most screens are; on a narrow one it is turned.
    if (frame.clientHeight > frame.clientWidth) [graph.x, graph.y] = [graph.y, graph.x];
    const drawing = new globalThis.llmnotesDrawing(canvas, graph);
    canvas.llmnotesMap = drawing; // for tests and the curious

    // Moving about
    let glide = 0;
    const moved = () => {
      drawing.moved = performance.now();
      clearTimeout(drawing.rest);
      drawing.rest = setTimeout(() => drawing.refresh(), 180);
      drawing.refresh();
    };
    const limits = { least: 1, most: 90 };
    const zoom = (factor, px = drawing.width / 2, py = drawing.height / 2) => {
      cancelAnimationFrame(glide);
      const [x, y] = drawing.toWorld(px, py);
      const { view } = drawing;
      view.k = Math.min(limits.most, Math.max(limits.least, view.k * factor));
      view.x = x - (px - drawing.width / 2) / view.k;
      view.y = y - (py - drawing.height / 2) / view.k;
      moved();
    };
    const pan = (dx, dy) => {
      cancelAnimationFrame(glide);
      drawing.view.x -= dx / drawing.view.k;
      drawing.view.y -= dy / drawing.view.k;
      moved();
    };
    const goTo = (to) => {
      cancelAnimationFrame(glide);
      const from = { ...drawing.view };
      const began = performance.now();
      const step = () => {
        const part = calm.matches ? 1 : Math.min(1, (performance.now() - began) / 300);
        const ease = part * part * (3 - 2 * part);
        drawing.view = {
          x: from.x + (to.x - from.x) * ease,
          y: from.y + (to.y - from.y) * ease,
          k: from.k * (to.k / from.k) ** ease,
        };
        moved();
        if (part < 1) glide = requestAnimationFrame(step);
      };
      step();
    };
    const whole = (nodes, least = 3) => {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const i of nodes) {
        [left, right] = [Math.min(left, graph.x[i]), Math.max(right, graph.x[i])];
        [top, bottom] = [Math.min(top, graph.y[i]), Math.max(bottom, graph.y[i])];
      }
      if (left > right) return drawing.view;
      const [wide, high] = [Math.max(least, right - left + 2.2), Math.max(least, bottom - top + 2.6)];
      const k = Math.min(drawing.width / wide, drawing.height / high, limits.most);
      return { x: (left + right) / 2, y: (top + bottom) / 2, k };
    };
    const everything = () => {
      const discs = drawing.discs;
      const edge = (side, sign, more) => Math.max(...discs.map((disc) => sign * disc[side] + disc.r + more));
      const [left, right, top, bottom] = [-edge("x", -1, 0.4), edge("x", 1, 0.4), -edge("y", -1, 1.6), edge("y", 1, 0.4)];
      return { x: (left + right) / 2, y: (top + bottom) / 2, k: Math.min(limits.most, drawing.width / (right - left), drawing.height / (bottom - top)) };
    };
    const visit = (i) => goTo({ x: graph.x[i], y: graph.y[i], k: Math.max(drawing.view.k, 34) });

    // The card of the chosen node
    let chosen = -1;
    const choose = (i, speak = true) => {
      chosen = i;
      drawing.activate(i);
      card.hidden = i < 0;
      canvas.classList.toggle("ln-over", i >= 0);
      if (i < 0) return;
      const kind = { n: "", c: words.canvas, g: words.ghost, f: words.file }[graph.kinds[i]];
      const where = kind || graph.folders[graph.folder[i]];
      card.replaceChildren(
        make("a", { href: graph.href(i), textContent: graph.titles[i] }),
        make("span", { textContent: [where, count("links", graph.degree(i))].filter(Boolean).join(" · ") }),
      );
      if (speak) status.textContent = graph.titles[i];
    };
    const open = (i) => {
      location.href = graph.href(i);
    };

    globalThis.llmnotesMapInput({ canvas, drawing, zoom, pan, choose, open, visit, goTo, whole, everything, chosen: () => chosen });
    globalThis.llmnotesMapFilters({ graph, drawing, filters, search, results, status, words, make, count, plain, choose, visit });

    for (const [key, sign, act] of [["in", "+", () => zoom(1.5)], ["out", "−", () => zoom(1 / 1.5)], ["fit", "⤢", () => goTo(everything())]]) {
      const button = make("button", { type: "button", textContent: sign, title: words[key], onclick: act });
      button.setAttribute("aria-label", words[key]);
      buttons.append(button);
    }

    const fit = () => {
      const before = drawing.width;
      drawing.resize();
      const all = everything();
      limits.least = all.k * 0.6;
      if (!before) drawing.view = all;
    };
    fit();
    new ResizeObserver(fit).observe(frame);
    new MutationObserver(() => drawing.recolour()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    const asked = decodeURIComponent(location.hash.slice(1));
    const found = asked ? graph.find(asked) : -1;
    if (found >= 0) {
      choose(found);
      visit(found);
    }
    stage.dataset.ready = "true";
  };

  globalThis.llmnotesGraphs.load().then(start, () => stage.remove());
})();
