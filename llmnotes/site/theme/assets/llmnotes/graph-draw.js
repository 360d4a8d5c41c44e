// Draws the map of the graph on a canvas: what is in view, in as much detail as there is room for.
(() => {
  const EDGES = 6000; // so many lines at most are drawn at once
  const INK = 700_000; // so many pixels long at most are all of them together
  const SLICE = 5; // milliseconds of a frame that lines may take
  const MARGIN = 0.25; // how far the picture of the lines reaches beyond the view, on each side
  const CROWD = 800; // from so many nodes in view they are part of the picture as well
  const TWO_PI = 2 * Math.PI;
  const { hue } = globalThis.llmnotesGraphs;

  globalThis.llmnotesDrawing = class {
    constructor(canvas, graph) {
      this.canvas = canvas;
      this.graph = graph;
      this.pen = canvas.getContext("2d");
      this.view = { x: 0, y: 0, k: 1 }; // the point in the middle, and pixels per unit
      this.shown = new Uint8Array(graph.n).fill(1);
      this.marked = null; // the nodes that a search found
      this.active = -1;
      this.frames = 0;
      this.queued = false;
      this.lines = null; // the finished picture of the lines
      this.making = null; // the one that is being drawn
      this.measure();
      this.recolour();
    }

    // What never changes: sizes, the order of labels and lines, the discs of clusters.
    measure() {
      const { graph } = this;
      let most = 1;
      for (let i = 0; i < graph.n; i++) most = Math.max(most, graph.degree(i));
      this.radius = Float32Array.from({ length: graph.n }, (_, i) => 0.17 + 0.33 * Math.sqrt(graph.degree(i) / most));
      const nodes = Uint32Array.from({ length: graph.n }, (_, i) => i);
      this.byDegree = nodes.sort((a, b) => graph.degree(b) - graph.degree(a) || a - b);
      // Lines inside a cluster first, then those between the much linked, by cluster for its colour.
      const { ends, cluster } = graph;
      const weights = Float32Array.from({ length: ends.length / 2 }, (_, e) => {
        const [i, j] = [ends[2 * e], ends[2 * e + 1]];
        const tier = Math.floor(Math.log2(Math.min(graph.degree(i), graph.degree(j))));
        const share = (e * 7) % 8; // if only some lines of a tier are drawn, then some of each cluster
        return (cluster[i] === cluster[j] ? 4e6 : 0) + (tier * 8 + share) * 2e4 - cluster[i];
      });
      this.byWeight = Uint32Array.from(weights, (_, e) => e).sort((a, b) => weights[b] - weights[a] || a - b);
      let first = 0;
      this.discs = graph.clusters.map(([name, size]) => {
        const disc = { name, first, last: (first += size), x: 0, y: 0, r: 0 };
        for (let i = disc.first; i < disc.last; i++) {
          disc.x += graph.x[i] / size;
          disc.y += graph.y[i] / size;
        }
        for (let i = disc.first; i < disc.last; i++) {
          disc.r = Math.max(disc.r, Math.hypot(graph.x[i] - disc.x, graph.y[i] - disc.y) + 0.65);
        }
        return disc;
      });
      this.bySize = this.discs.map((disc, colour) => ({ disc, colour })).filter(({ disc }) => disc.name).sort((a, b) => b.disc.r - a.disc.r);
      this.cells = new Map();
      for (let i = 0; i < graph.n; i++) {
        const key = this.cell(graph.x[i], graph.y[i]);
        this.cells.has(key) ? this.cells.get(key).push(i) : this.cells.set(key, [i]);
      }
    }

    cell(x, y) {
      return Math.floor(x / 2) * 65536 + Math.floor(y / 2);
    }

    recolour() {
      const style = getComputedStyle(document.body);
      const dark = document.body.dataset.mdColorScheme === "slate";
      this.ink = style.getPropertyValue("--ln-ink").trim();
      this.soft = style.getPropertyValue("--ln-soft").trim();
      this.paper = style.getPropertyValue("--ln-paper").trim();
      this.ghost = style.getPropertyValue("--ln-ghost").trim();
      this.font = style.fontFamily;
      this.colours = this.graph.clusters.map(([name], c) => (!name ? this.soft : dark ? `hsl(${hue(c)} 48% 64%)` : `hsl(${hue(c)} 58% 36%)`));
      this.wash = dark ? 0.13 : 0.09;
      this.lines = this.making = null;
      this.stamps = new Map();
      this.refresh();
    }

    resize() {
      const ratio = Math.min(devicePixelRatio || 1, 2);
      const { clientWidth, clientHeight } = this.canvas;
      this.width = clientWidth;
      this.height = clientHeight;
      this.ratio = ratio;
      this.canvas.width = Math.round(clientWidth * ratio);
      this.canvas.height = Math.round(clientHeight * ratio);
      this.lines = this.making = null;
      this.refresh();
    }

    // Asks for a frame; `stale` says that lines must be drawn anew.
    refresh(stale = false) {
      if (stale) this.lines = this.making = null;
      if (this.queued) return;
      this.queued = true;
      requestAnimationFrame(() => {
        this.queued = false;
        this.draw();
      });
    }

    toScreen(x, y) {
      return [(x - this.view.x) * this.view.k + this.width / 2, (y - this.view.y) * this.view.k + this.height / 2];
    }

    toWorld(px, py) {
      return [(px - this.width / 2) / this.view.k + this.view.x, (py - this.height / 2) / this.view.k + this.view.y];
    }

    // The node under a point of the canvas, -1 if there is none within `slack` pixels.
    pick(px, py, slack = 10) {
      const [x, y] = this.toWorld(px, py);
      let best = -1;
      let nearest = Infinity;
      for (const dx of [-2, 0, 2]) {
        for (const dy of [-2, 0, 2]) {
          for (const i of this.cells.get(this.cell(x + dx, y + dy)) ?? []) {
            if (!this.shown[i]) continue;
            const far = Math.hypot(this.graph.x[i] - x, this.graph.y[i] - y);
            if (far < nearest && far * this.view.k <= Math.max(slack, this.radius[i] * this.view.k + 3)) [best, nearest] = [i, far];
          }
        }
      }
      return best;
    }

    draw() {
      const { pen, ratio } = this;
      this.frames++;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.fillStyle = this.paper;
      pen.fillRect(0, 0, this.width, this.height);
      this.drawLines();
      this.visible = this.inView();
      const focus = this.near || this.marked;
      if (this.lines?.dots && focus) {
        pen.globalAlpha = 0.78;
        pen.fillRect(0, 0, this.width, this.height);
        pen.globalAlpha = 1;
      }
      this.drawActiveLines();
      if (!this.lines?.dots) this.drawNodes(this.visible);
      else if (focus) this.drawNodes(this.visible.filter((i) => !this.dim(i)));
      this.drawLabels();
    }

    inView() {
      const { x, y, n } = this.graph;
      const [left, top] = this.toWorld(-20, -20);
      const [right, bottom] = this.toWorld(this.width + 20, this.height + 20);
      const found = [];
      for (let i = 0; i < n; i++) {
        if (this.shown[i] && x[i] > left && x[i] < right && y[i] > top && y[i] < bottom) found.push(i);
      }
      return found;
    }

    // Discs and lines cost most, so a picture of them moves with the view while the next is drawn.
    drawLines() {
      const { view, pen } = this;
      const zoom = this.lines ? view.k / this.lines.k : 0;
      const worn = !this.lines || zoom < 0.6 || zoom > 1.9 || this.outside(this.lines);
      if (this.making && (this.outside(this.making) || Math.abs(Math.log(view.k / this.making.k)) > 0.6)) this.making = null;
      if (!this.making && (worn || (zoom !== 1 && this.still()))) this.making = this.beginLines();
      if (this.making) this.continueLines();
      if (!this.lines) return;
      const { canvas, x, y, k } = this.lines;
      const scale = view.k / k;
      const wide = (canvas.width / this.ratio) * scale;
      const high = (canvas.height / this.ratio) * scale;
      const [px, py] = this.toScreen(x, y);
      pen.imageSmoothingEnabled = this.still(); // while the view moves nobody sees the difference
      pen.drawImage(canvas, px - wide / 2, py - high / 2, wide, high);
      pen.imageSmoothingEnabled = true;
    }

    // Tells whether all dots of the picture are drawn.
    dotPicture(making, wide, high, end) {
      const { graph } = this;
      const { pen, k } = making;
      pen.globalAlpha = 1;
      for (; making.dotted < graph.n; making.dotted++) {
        const i = making.dotted;
        if (i % 512 === 511 && performance.now() > end) {
          if (making.paused !== i) {
            making.paused = i; // go on with this one in the next frame
            return false;
          }
        }
        const [px, py] = [(graph.x[i] - making.x) * k, (graph.y[i] - making.y) * k];
        if (!this.shown[i] || Math.abs(px) > wide || Math.abs(py) > high) continue;
        pen.fillStyle = graph.kinds[i] === "g" ? this.ghost : this.colours[graph.cluster[i]];
        this.dotAt(pen, i, px, py, k);
      }
      return true;
    }

    still() {
      return performance.now() - (this.moved ?? 0) > 140;
    }

    outside(picture) {
      const spare = (0.5 + MARGIN) / picture.k - 0.5 / this.view.k;
      const seen = (size) => Math.max(0, spare) * size + 1;
      const far = (size, delta) => Math.abs(delta) > seen(size);
      return far(this.width, this.view.x - picture.x) || far(this.height, this.view.y - picture.y);
    }

    beginLines() {
      const canvas = document.createElement("canvas");
      canvas.width = this.canvas.width * (1 + 2 * MARGIN);
      canvas.height = this.canvas.height * (1 + 2 * MARGIN);
      const dots = (this.visible ?? this.byDegree).length > CROWD;
      const making = { ...this.view, canvas, pen: canvas.getContext("2d"), next: 0, drawn: 0, ink: 0, dots, dotted: 0 };
      this.drawDiscs(making);
      return making;
    }

    drawDiscs({ pen, canvas, x, y, k }) {
      pen.setTransform(this.ratio * k, 0, 0, this.ratio * k, canvas.width / 2 - x * this.ratio * k, canvas.height / 2 - y * this.ratio * k);
      pen.globalAlpha = this.wash;
      for (const [c, disc] of this.discs.entries()) {
        if (!disc.name) continue;
        pen.fillStyle = this.colours[c];
        pen.beginPath();
        pen.arc(disc.x, disc.y, disc.r, 0, TWO_PI);
        pen.fill();
      }
    }

    continueLines() {
      const { making, graph } = this;
      const { pen, k } = making;
      const { x, y, ends, cluster } = graph;
      const wide = making.canvas.width / this.ratio / 2;
      const high = making.canvas.height / this.ratio / 2;
      const end = performance.now() + SLICE;
      const many = Math.min(EDGES, this.byWeight.length);
      const fade = Math.min(1, 30 / Math.sqrt(many));
      pen.setTransform(this.ratio, 0, 0, this.ratio, wide * this.ratio, high * this.ratio);
      pen.lineWidth = Math.min(1.3, 0.4 + k / 60);
      while (making.next < this.byWeight.length && making.drawn < EDGES && making.ink < INK) {
        if (performance.now() > end) return this.refresh();
        const e = this.byWeight[making.next];
        const c = cluster[ends[2 * e]];
        const within = c === cluster[ends[2 * e + 1]];
        pen.strokeStyle = within ? this.colours[c] : this.soft;
        pen.globalAlpha = (within ? 0.42 : 0.13) * fade;
        pen.beginPath();
        // One stroke for a run of lines of one colour: many strokes are what costs.
        for (let run = 0; run < 60 && making.next < this.byWeight.length; making.next++) {
          const [a, b] = [ends[2 * this.byWeight[making.next]], ends[2 * this.byWeight[making.next] + 1]];
          if (cluster[a] !== c || (cluster[b] === c) !== within) break;
          if (!this.shown[a] || !this.shown[b]) continue;
          const [ax, ay, bx, by] = [(x[a] - making.x) * k, (y[a] - making.y) * k, (x[b] - making.x) * k, (y[b] - making.y) * k];
          if (Math.max(ax, bx) < -wide || Math.min(ax, bx) > wide || Math.max(ay, by) < -high || Math.min(ay, by) > high) continue;
          pen.moveTo(ax, ay);
          pen.lineTo(bx, by);
          making.drawn++;
          making.ink += Math.min(Math.hypot(ax - bx, ay - by), 2 * wide);
          run++;
        }
        pen.stroke();
      }
      if (making.dots && !this.dotPicture(making, wide, high, end)) return this.refresh();
      this.lines = making;
      this.making = null;
      return undefined;
    }
  };
})();
