// The graph around this note; nothing is loaded before its panel comes into view.
(() => {
  const MOST = 44; // so many notes at most, the nearest and most linked first
  const SIZE = { x: 240, y: 200 };
  const SVG = "http://www.w3.org/2000/svg";
  const base = document.body.dataset.base;
  const here = decodeURIComponent(document.querySelector(".ln-explorer")?.dataset.page ?? "");

  const svg = (name, attributes, ...children) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // The nodes at most `depth` links away, and how far each is; files lead nowhere.
  const around = (graph, centre, depth) => {
    const far = new Map([[centre, 0]]);
    let edge = [centre];
    for (let d = 1; d <= depth && far.size < MOST; d++) {
      const next = new Set();
      for (const i of edge) for (const j of graph.neighbours(i)) if (!far.has(j) && graph.kinds[j] !== "f") next.add(j);
      edge = [...next].sort((a, b) => graph.degree(b) - graph.degree(a) || a - b).slice(0, MOST - far.size);
      for (const j of edge) far.set(j, d);
    }
    return far;
  };

  const linksAmong = (graph, nodes) => {
    const place = new Map(nodes.map((node, i) => [node, i]));
    return nodes.flatMap((node, i) => [...graph.neighbours(node)].filter((j) => place.get(j) > i).map((j) => [i, place.get(j)]));
  };

  // Rings around the middle first; then springs and pushes, the same for every visitor.
  const layOut = (graph, nodes, far, links) => {
    const order = nodes.slice(1).sort((a, b) => far.get(a) - far.get(b) || graph.cluster[a] - graph.cluster[b] || a - b);
    const turn = new Map(order.map((node, i) => [node, (i / order.length) * 2 * Math.PI]));
    const at = nodes.map((node, i) => (i ? [Math.cos(turn.get(node)) * 60 * far.get(node), Math.sin(turn.get(node)) * 60 * far.get(node)] : [0, 0]));
    const ideal = 420 / Math.sqrt(nodes.length + 6);
    for (let round = 0; round < 160; round++) {
      const heat = 14 * (1 - round / 160);
      const force = at.map(([x, y]) => [-x * 0.02, -y * 0.025]);
      const push = (i, j, weight) => {
        const [dx, dy] = [at[i][0] - at[j][0], at[i][1] - at[j][1]];
        const size = Math.hypot(dx, dy) || 0.1;
        const [fx, fy] = [(dx / size) * weight(size), (dy / size) * weight(size)];
        force[i][0] += fx, force[i][1] += fy, force[j][0] -= fx, force[j][1] -= fy;
      };
      for (let i = 0; i < at.length; i++) for (let j = 0; j < i; j++) push(i, j, (size) => (ideal * ideal) / size / 8);
      for (const [i, j] of links) push(i, j, (size) => -Math.min(8, (size * size) / ideal / (i ? 40 : 18)));
      for (let i = 1; i < at.length; i++) {
        const size = Math.hypot(...force[i]) || 1;
        for (const axis of [0, 1]) at[i][axis] += (force[i][axis] / size) * Math.min(size, heat);
      }
    }
    return at;
  };

  // Directions stay, distances become such that the nodes fill the panel evenly.
  const fitted = (at) => {
    const [cx, cy] = at[0];
    const rings = at.map(([x, y], i) => ({ i, turn: Math.atan2(y - cy, x - cx), far: Math.hypot(x - cx, y - cy) }));
    const placed = [];
    rings.sort((a, b) => a.far - b.far || a.i - b.i);
    for (const [rank, { i, turn }] of rings.entries()) {
      const part = rank ? Math.sqrt((rank + 2) / (at.length + 1)) : 0;
      placed[i] = [Math.cos(turn) * part * (SIZE.x / 2 - 16), Math.sin(turn) * part * (SIZE.y / 2 - 20)];
    }
    const room = Math.min(34, 0.8 * Math.sqrt((SIZE.x * SIZE.y) / at.length));
    for (let round = 0; round < 60; round++) spread(placed, room);
    return placed.map(([x, y]) => [x + SIZE.x / 2, y + SIZE.y / 2 - 6]);
  };

  // Moves nodes that are closer than `room` a little apart, inside the panel.
  const spread = (at, room) => {
    const edge = (value, most) => Math.max(-most, Math.min(most, value));
    for (let i = 1; i < at.length; i++) {
      for (let j = 0; j < i; j++) {
        const [dx, dy] = [at[i][0] - at[j][0], at[i][1] - at[j][1]];
        const size = Math.hypot(dx, dy) || 0.1;
        const step = Math.max(0, room - size) / size / 4;
        at[i] = [at[i][0] + dx * step, at[i][1] + dy * step];
        if (j) at[j] = [at[j][0] - dx * step, at[j][1] - dy * step];
      }
      at[i] = [edge(at[i][0], SIZE.x / 2 - 12), edge(at[i][1], SIZE.y / 2 - 16)];
    }
  };

  const draw = (graph, centre, depth, label) => {
    const far = around(graph, centre, depth);
    const nodes = [...far.keys()];
    const links = linksAmong(graph, nodes);
    const at = fitted(layOut(graph, nodes, far, links));
    const lines = links.map(([i, j]) => svg("line", { x1: at[i][0], y1: at[i][1], x2: at[j][0], y2: at[j][1], class: i ? "" : "ln-own" }));
    const name = svg("text", { class: "ln-now" });
    const say = (i) => {
      name.textContent = graph.titles[nodes[i]];
      const half = name.getComputedTextLength() / 2;
      name.setAttribute("x", Math.min(SIZE.x - half, Math.max(half, at[i][0])));
      name.setAttribute("y", at[i][1] > SIZE.y - 20 ? at[i][1] - 9 : at[i][1] + 17);
      for (const text of names) text.style.visibility = i || nodes.length > 9 ? "hidden" : "";
    };
    const dot = (node, i) => {
      const r = i ? 3 + 2.4 * Math.min(1, Math.sqrt(graph.degree(node)) / 7) : 6.5;
      const circle = svg("circle", { cx: at[i][0], cy: at[i][1], r });
      circle.style.setProperty("--ln-hue", globalThis.llmnotesGraphs.hue(graph.cluster[node]));
      const link = svg("a", { href: graph.href(node), "aria-label": graph.titles[node], tabindex: i ? -1 : 0 }, circle);
      link.classList.add(i ? "ln-there" : "ln-here");
      if (graph.kinds[node] === "g") link.classList.add("ln-ghost");
      for (const event of ["pointerenter", "focus"]) link.addEventListener(event, () => say(i));
      for (const event of ["pointerleave", "blur"]) link.addEventListener(event, () => say(0));
      return link;
    };
    const dots = nodes.map(dot);
    // Few nodes have room for all their names at once.
    const names = nodes.length > 9 ? [] : nodes.slice(1).map((node, i) => svg("text", { x: at[i + 1][0], y: at[i + 1][1] + 14 }, graph.titles[node].slice(0, 22)));
    const picture = svg("svg", { viewBox: `0 0 ${SIZE.x} ${SIZE.y}`, role: "group", "aria-label": label }, ...lines, ...dots, ...names, name);
    picture.addEventListener("keydown", (event) => walk(event, dots));
    return { picture, ready: () => say(0) };
  };

  // One stop for the Tab key; arrows go from note to note.
  const walk = (event, dots) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const now = dots.indexOf(document.activeElement);
    dots[(now + by + dots.length) % dots.length].focus();
  };

  const show = (panel, graph) => {
    const centre = graph.find(here);
    if (centre < 0 || !graph.degree(centre)) return panel.remove();
    const { title, depth, all } = panel.dataset;
    const map = Object.assign(document.createElement("a"), { href: `${base}/graph.html#${encodeURIComponent(here)}`, textContent: all });
    const head = Object.assign(document.createElement("div"), { className: "ln-local-head" });
    head.append(Object.assign(document.createElement("span"), { className: "ln-local-title", textContent: title }), map);
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 1, max: 3, value: __md_get("depth") ?? 1 });
    slider.setAttribute("aria-label", depth);
    const control = Object.assign(document.createElement("label"), { className: "ln-local-depth", textContent: depth });
    const value = document.createElement("output");
    control.append(slider, value);
    const redraw = () => {
      const { picture, ready } = draw(graph, centre, Number(slider.value), title);
      panel.replaceChildren(head, picture, control);
      value.textContent = slider.value;
      ready();
    };
    slider.addEventListener("input", () => {
      __md_set("depth", Number(slider.value));
      redraw();
      slider.focus();
    });
    redraw();
  };

  const load = (panel) => {
    const read = globalThis.llmnotesGraphs
      ? Promise.resolve()
      : new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `${base}/assets/llmnotes/graph-read.js`;
          script.onload = resolve;
          script.onerror = reject;
          document.head.append(script);
        });
    read.then(() => globalThis.llmnotesGraphs.load()).then((graph) => show(panel, graph), () => panel.remove());
  };

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      if (!target.dataset.ask && !navigator.connection?.saveData) load(target);
      else {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: target.dataset.show });
        button.addEventListener("click", () => load(target));
        target.replaceChildren(button);
      }
    }
  });
  for (const panel of document.querySelectorAll(".ln-local")) seen.observe(panel);
})();
