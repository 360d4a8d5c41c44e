// The second half of the drawing: nodes, the neighbours of the active one, and names.
(() => {
  const TWO_PI = 2 * Math.PI;
  const MOST_NAMES = 140;

  Object.assign(globalThis.llmnotesDrawing.prototype, {
    // Whether a node stands back because the reader looks at others.
    dim(i) {
      if (this.near) return !this.near.has(i);
      return this.marked ? !this.marked.has(i) : false;
    },

    activate(i) {
      this.active = i;
      this.near = i < 0 ? null : new Set([i, ...this.graph.neighbours(i)].filter((j) => this.shown[j]));
      this.refresh();
    },

    drawActiveLines() {
      if (this.active < 0) return;
      const { pen, graph } = this;
      const [ax, ay] = this.toScreen(graph.x[this.active], graph.y[this.active]);
      pen.strokeStyle = this.colours[graph.cluster[this.active]];
      pen.globalAlpha = 0.75;
      pen.lineWidth = 1.3;
      pen.beginPath();
      for (const j of this.near) {
        pen.moveTo(ax, ay);
        pen.lineTo(...this.toScreen(graph.x[j], graph.y[j]));
      }
      pen.stroke();
      pen.globalAlpha = 1;
    },

    // The nodes in view are in the order of their clusters: one fill for each cluster.
    drawNodes(visible) {
      for (let from = 0; from < visible.length; ) {
        const c = this.graph.cluster[visible[from]];
        let to = from;
        while (to < visible.length && this.graph.cluster[visible[to]] === c) to++;
        this.fillNodes(visible.slice(from, to), this.colours[c]);
        from = to;
      }
    },

    fillNodes(nodes, colour) {
      const { pen, graph, view } = this;
      const ghosts = [];
      const [dx, dy] = [this.width / 2 - view.x * view.k, this.height / 2 - view.y * view.k];
      pen.fillStyle = colour;
      for (const i of nodes) {
        if (graph.kinds[i] === "g") {
          ghosts.push(i);
          continue;
        }
        pen.globalAlpha = this.dim(i) ? 0.18 : 1;
        this.dotAt(pen, i, graph.x[i] * view.k + dx, graph.y[i] * view.k + dy, view.k);
      }
      pen.globalAlpha = 1;
      if (ghosts.length) this.strokeGhosts(ghosts);
    },

    // Where a dot would be tiny, the square that looks like one and costs less.
    dotAt(pen, i, px, py, k) {
      const r = Math.max(0.8, this.radius[i] * k * 0.95);
      if (r < 1.7) pen.fillRect(px - r, py - r, 2 * r, 2 * r);
      else {
        pen.beginPath();
        if (this.graph.kinds[i] === "f") pen.rect(px - r, py - r, 2 * r, 2 * r);
        else pen.arc(px, py, r, 0, TWO_PI);
        pen.fill();
      }
    },

    // Half as wide as node i is drawn.
    size(i) {
      return Math.max(0.8, this.radius[i] * this.view.k * 0.95);
    },

    strokeGhosts(nodes) {
      const { pen } = this;
      pen.strokeStyle = this.ghost;
      pen.lineWidth = 1.2;
      pen.setLineDash([2.5, 2]);
      for (const back of [true, false]) {
        pen.globalAlpha = back ? 0.25 : 1;
        pen.beginPath();
        for (const i of nodes) {
          if (this.dim(i) !== back) continue;
          const [px, py] = this.toScreen(this.graph.x[i], this.graph.y[i]);
          pen.moveTo(px + this.size(i), py);
          pen.arc(px, py, this.size(i), 0, TWO_PI);
        }
        pen.stroke();
      }
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    },

    // Names in the order of their weight, each only where none stands already.
    drawLabels() {
      this.taken = [];
      if (this.active >= 0) this.label(this.active, 14, 700, true);
      const near = this.near ? [...this.near].sort((a, b) => this.graph.degree(b) - this.graph.degree(a)) : [];
      for (const i of near.slice(0, 40)) if (i !== this.active) this.label(i, 12, 600);
      if (this.marked && !this.near) for (const i of [...this.marked].slice(0, 60)) this.label(i, 12.5, 650);
      if (!this.near) this.drawClusterNames();
      this.drawNodeNames();
    },

    // A cluster's name stands on its upper rim, in its middle where it is small.
    drawClusterNames() {
      const { view } = this;
      for (const { disc, colour } of this.bySize) {
        const across = disc.r * view.k;
        if (across < 9) break;
        const size = Math.min(24, Math.max(11.5, across / 5));
        const [px, py] = this.toScreen(disc.x, disc.y);
        const rise = across < 34 ? 0 : across - size * 0.1;
        this.write(disc.name, px, py - rise, size, 750, this.colours[colour], this.marked ? 0.45 : 1, size * 0.3);
      }
    },

    drawNodeNames() {
      const { view } = this;
      let written = 0;
      const visible = new Set(this.visible);
      const many = this.visible.length > 400 ? this.byDegree : this.byDegree.filter((i) => visible.has(i));
      for (const i of many) {
        const size = this.radius[i] * view.k;
        if (size < 7.2 || written >= MOST_NAMES) break;
        if (!visible.has(i) || this.dim(i)) continue;
        if (this.label(i, Math.min(14, 9.5 + size / 9), 500)) written++;
      }
    },

    label(i, size, weight, always = false) {
      const [px, py] = this.toScreen(this.graph.x[i], this.graph.y[i]);
      const below = py + Math.max(1, this.radius[i] * this.view.k) + size * 0.75;
      return this.write(this.graph.titles[i], px, below, size, weight, this.ink, 1, 3.5, always);
    },

    // Writes a name with a rim of paper unless it would cover another; tells whether it did.
    write(name, px, py, size, weight, colour, alpha, rim, always = false) {
      const { pen } = this;
      if (px < -150 || px > this.width + 150 || py < -20 || py > this.height + 20) return false;
      const said = name.length > 34 ? `${name.slice(0, 32)}…` : name;
      const wide = this.widthOf(said, weight) * size;
      const box = [px - wide / 2 - 3, py - size * 0.62, px + wide / 2 + 3, py + size * 0.62];
      const clash = (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
      if (!always && this.taken.some(clash)) return false;
      this.taken.push(box);
      // Few sizes are painted, and scaled to those between them.
      const painted = Math.ceil(size / 2) * 2;
      const stamp = this.stamp(said, painted, weight, colour, rim);
      const [across, high] = [(stamp.wide * size) / painted, (stamp.high * size) / painted];
      pen.globalAlpha = alpha;
      pen.drawImage(stamp.canvas, px - across / 2, py - high / 2, across, high);
      pen.globalAlpha = 1;
      return true;
    },

    // A name as a small picture, painted once: rims cost more than all the rest of a frame.
    stamp(name, size, weight, colour, rim) {
      const key = `${size} ${weight} ${colour} ${name}`;
      const known = this.stamps.get(key);
      if (known) return known;
      if (this.stamps.size > 500) this.stamps.clear();
      const canvas = document.createElement("canvas");
      const wide = Math.ceil(this.widthOf(name, weight) * size + rim * 2 + 2);
      const high = Math.ceil(size * 1.5 + rim * 2);
      [canvas.width, canvas.height] = [wide * this.ratio, high * this.ratio];
      const pen = canvas.getContext("2d");
      pen.scale(this.ratio, this.ratio);
      pen.font = `${weight} ${size}px ${this.font}`;
      [pen.textAlign, pen.textBaseline, pen.lineJoin] = ["center", "middle", "round"];
      pen.strokeStyle = this.paper;
      pen.lineWidth = rim;
      pen.strokeText(name, wide / 2, high / 2);
      pen.fillStyle = colour;
      pen.fillText(name, wide / 2, high / 2);
      const stamp = { canvas, wide, high };
      this.stamps.set(key, stamp);
      return stamp;
    },

    // The width of a text per pixel of its size, measured once.
    widthOf(text, weight) {
      this.widths ??= new Map();
      const key = `${weight}${text}`;
      if (!this.widths.has(key)) {
        this.pen.font = `${weight} 20px ${this.font}`;
        this.widths.set(key, this.pen.measureText(text).width / 20);
      }
      return this.widths.get(key);
    },
  });
})();
