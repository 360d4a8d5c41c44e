// Pointers, wheel and keys of the map.
globalThis.llmnotesMapInput = ({ canvas, drawing, zoom, pan, choose, open, visit, goTo, whole, everything, chosen }) => {
  const pointers = new Map();
  let travelled = 0;
  let touched = -1; // the node whose card a finger has opened: the next tap on it follows the link
  let spread = 0;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const distance = () => {
    const [[ax, ay], [bx, by]] = [...pointers.values()];
    return { far: Math.hypot(ax - bx, ay - by), x: (ax + bx) / 2, y: (ay + by) / 2 };
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    if (pointers.size === 1) travelled = 0;
    if (pointers.size === 2) spread = distance().far;
  });

  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") hover(now);
      return;
    }
    pointers.set(event.pointerId, now);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    travelled += Math.hypot(dx, dy);
    if (pointers.size === 1 && travelled > 3) pan(dx, dy);
    if (pointers.size === 2) {
      const { far, x, y } = distance();
      zoom(far / spread, x, y);
      pan(dx / 2, dy / 2);
      spread = far;
    }
  });

  const hover = ([px, py]) => {
    const i = drawing.pick(px, py);
    if (i !== chosen()) choose(i, false);
  };

  const release = (event) => {
    const known = pointers.delete(event.pointerId);
    if (!known || pointers.size || travelled > 5 || event.type === "pointercancel") return;
    const [px, py] = place(event);
    const i = drawing.pick(px, py, event.pointerType === "mouse" ? 10 : 18);
    if (event.pointerType === "mouse") {
      if (i < 0) return;
      if (event.ctrlKey || event.metaKey) window.open(drawing.graph.href(i));
      else open(i);
      return;
    }
    if (i >= 0 && i === touched) open(i);
    touched = i;
    choose(i);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !pointers.size) choose(-1);
  });

  // Twice on empty ground looks closer: at the cluster there, if there is one.
  canvas.addEventListener("dblclick", (event) => {
    const [x, y] = drawing.toWorld(...place(event));
    const disc = drawing.discs.find((one) => Math.hypot(one.x - x, one.y - y) < one.r);
    if (!disc) return zoom(1.8, ...place(event));
    return goTo(whole(Array.from({ length: disc.last - disc.first }, (_, n) => disc.first + n)));
  });

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const delta = event.deltaY * (event.deltaMode === 1 ? 18 : 1);
      zoom(Math.exp(-Math.max(-120, Math.min(120, delta)) * (event.ctrlKey ? 0.012 : 0.0022)), ...place(event));
    },
    { passive: false },
  );

  // N and P go from the most linked node in view to the next.
  const step = (by) => {
    const order = drawing.byDegree.filter((i) => drawing.shown[i] && (!drawing.marked || drawing.marked.has(i)));
    if (!order.length) return;
    const now = order.indexOf(chosen());
    const i = order[now < 0 ? (by > 0 ? 0 : order.length - 1) : (now + by + order.length) % order.length];
    choose(i);
    visit(i);
  };

  const keys = {
    ArrowLeft: () => pan(60, 0),
    ArrowRight: () => pan(-60, 0),
    ArrowUp: () => pan(0, 60),
    ArrowDown: () => pan(0, -60),
    "+": () => zoom(1.4),
    "=": () => zoom(1.4),
    "-": () => zoom(1 / 1.4),
    0: () => goTo(everything()),
    n: () => step(1),
    p: () => step(-1),
    Enter: () => chosen() >= 0 && open(chosen()),
    Escape: () => choose(-1),
  };

  canvas.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
    act();
  });
};
