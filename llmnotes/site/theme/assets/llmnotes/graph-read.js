// Reads the packed graph that all pages share (see graphdata.py) and answers questions about it.
// It comes as a script rather than as JSON, so that it also loads from file://.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  // Varints, seven bits a byte, the low ones first.
  const varints = (text) => {
    const packed = bytes(text);
    let i = 0;
    return () => {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = packed[i++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      return value;
    };
  };

  const readLinks = (data, n) => {
    const next = varints(data.links);
    const ends = [];
    for (let i = 0; i < n; i++) {
      let other = i;
      for (let left = next(); left > 0; left--) ends.push(i, (other += next()));
    }
    return Uint32Array.from(ends);
  };

  // The neighbours of node i are near[start[i]] to near[start[i + 1] - 1].
  const readNeighbours = (ends, n) => {
    const start = new Uint32Array(n + 1);
    for (const end of ends) start[end + 1]++;
    for (let i = 0; i < n; i++) start[i + 1] += start[i];
    const free = start.slice();
    const near = new Uint32Array(ends.length);
    for (let i = 0; i < ends.length; i += 2) {
      near[free[ends[i]]++] = ends[i + 1];
      near[free[ends[i + 1]]++] = ends[i];
    }
    return { start, near };
  };

  const readGraph = (data) => {
    const n = data.titles.length;
    const at = new Uint16Array(bytes(data.at).buffer);
    const x = new Float32Array(n);
    const y = new Float32Array(n);
    for (let i = 0; i < n; i++) {
      x[i] = (at[2 * i] * data.span) / 65535;
      y[i] = (at[2 * i + 1] * data.span) / 65535;
    }
    const inFolder = varints(data.in);
    const folder = Array.from({ length: n }, inFolder);
    const tagged = varints(data.tagged);
    const tags = Array.from({ length: n }, () => Array.from({ length: tagged() }, tagged));
    const cluster = new Uint16Array(n);
    let first = 0;
    data.clusters.forEach(([, size], c) => cluster.fill(c, first, (first += size)));
    const ends = readLinks(data, n);
    const graph = {
      ...readNeighbours(ends, n),
      n, x, y, ends, folder, tags, cluster,
      titles: data.titles,
      kinds: data.kinds,
      clusters: data.clusters,
      folders: data.folders,
      tagNames: data.tags,
      degree: (i) => graph.start[i + 1] - graph.start[i],
      neighbours: (i) => graph.near.subarray(graph.start[i], graph.start[i + 1]),
      path: (i) => {
        const home = data.kinds[i] === "g" ? "ghosts" : data.folders[folder[i]];
        return data.paths[i] ?? (home ? `${home}/` : "") + `${data.titles[i]}.html`;
      },
      find: (path) => {
        for (let i = 0; i < n; i++) if (graph.path(i) === path) return i;
        return -1;
      },
      href: (i) => `${document.body.dataset.base}/${graph.path(i).split("/").map(encodeURIComponent).join("/")}`,
    };
    return graph;
  };

  let asked;

  globalThis.llmnotesGraphs = {
    // Resolves to the graph; the script with its data is loaded once.
    load: () =>
      (asked ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${document.body.dataset.base}/assets/llmnotes/graph-data.js`;
        script.onload = () => resolve(readGraph(globalThis.llmnotesGraph));
        script.onerror = reject;
        document.head.append(script);
      })),
    read: readGraph,
    // Colours that differ between neighbouring clusters, and are legible on the page's paper.
    hue: (cluster) => [176, 24, 262, 340, 96, 212, 44, 300, 134, 236, 8, 64][cluster % 12],
    plain: (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
  };
})();
