// One pass of the network over tokens: the twin of llmnotes/decoder/network.py. Matrices are flat
// float32 arrays, row by row; a prompt is read in both directions, what is written sees all before.

import { attend } from "./attention.js";
import { add, joined, logSoftmax, norm } from "./vectors.js";
import { floats } from "./weights.js";

const NEVER = -1e4;
const MATRICES = ["embed.weight", "point_from.weight", "point_to.weight", "source.weight"];

export class Network {
  // `shape` is shape.json, `tensors` the file of weights, `kernel` what multiplies.
  constructor(shape, tensors, kernel) {
    this.shape = shape;
    this.kernel = kernel;
    this.w = {};
    for (const name of ["before", "follow", "prior", "gate.weight", "gate.bias", "point_from.bias"]) {
      this.w[name] = floats(tensors, name);
    }
    this.w.features = floats(tensors, "features").slice();
    this.w.features.fill(0, 0, shape.width);
    const place = (...names) => {
      const rows = names.map((name) => tensors.get(name).shape[0]).reduce((a, b) => a + b);
      const data = joined(names.map((name) => floats(tensors, name)));
      return kernel.place(data, rows, data.length / rows);
    };
    for (const name of MATRICES) this.w[name] = place(name);
    this.layers = Array.from({ length: shape.layers }, (_, n) => {
      const at = (part) => `blocks.${n}.${part}.weight`;
      const mix = place(at("query"), at("key"), at("value"));
      return { mix, out: place(at("out")), up: place(at("up")), down: place(at("down")) };
    });
    const { rotary, theta } = shape;
    this.angles = Float32Array.from({ length: rotary / 2 }, (_, i) =>
      Math.pow(theta, Math.fround((-2 * i) / rotary)),
    );
  }

  // Reads a prompt; `copyable` tells which of its tokens may be copied.
  read(ids, features, copyable) {
    const { width } = this.shape;
    const cache = this.#empty(ids.length + 64);
    if (ids.length) {
      const x = this.#rows(ids, cache.recent);
      const table = this.w.features;
      features.forEach((row, t) => {
        for (const feature of row) {
          for (let i = 0; i < width; i++) x[t * width + i] += table[feature * width + i];
        }
      });
      cache.states = this.#run(x, cache, false);
    }
    cache.pointed = this.kernel.matmul(cache.states, this.w["point_to.weight"]);
    cache.ids = ids;
    cache.copyable = copyable;
    cache.copies = copyable.some(Boolean);
    return cache;
  }

  // Appends tokens and returns their states; `sources` are places in the prompt, -1 for none.
  write(ids, sources, cache) {
    const { width } = this.shape;
    const x = this.#rows(ids, cache.recent);
    const seen = joined([cache.recent, norm(this.kernel.rows(this.w["embed.weight"], ids.slice(-2)), width)]);
    cache.recent = seen.slice(-2 * width);
    sources.forEach((source, t) => {
      if (source < 0) return;
      const state = cache.states.subarray(source * width, (source + 1) * width);
      const told = this.kernel.matmul(state, this.w["source.weight"]);
      for (let i = 0; i < width; i++) x[t * width + i] += told[i];
    });
    return this.#run(x, cache, true);
  }

  // Returns what may follow the token of `state`, which was copied from `source` (or -1).
  outlook(state, source, cache) {
    const words = this.logits(state);
    if (!cache.copies) return { words, places: new Float32Array(0), gate: 0, ids: [] };
    const places = logSoftmax(this.pointer(state, [source], cache));
    return { words, places, gate: this.gate(state), ids: cache.ids };
  }

  // Scores the vocabulary.
  logits(state) {
    const scale = Math.fround(this.shape.width ** -0.5);
    const words = this.kernel.matmul(state.map((x) => x * scale), this.w["embed.weight"]);
    for (let i = 0; i < words.length; i++) words[i] += this.w.prior[i];
    return words;
  }

  // Scores the prompt's places for the token after each of `states`, row by row.
  pointer(states, sources, cache) {
    const { copy } = this.shape;
    const asked = this.kernel.matmul(states, this.w["point_from.weight"]);
    const bias = this.w["point_from.bias"];
    const count = cache.ids.length;
    const scale = Math.fround(copy ** -0.5);
    const scores = new Float32Array(sources.length * count);
    sources.forEach((source, s) => {
      for (let p = 0; p < count; p++) {
        let sum = 0;
        for (let i = 0; i < copy; i++) {
          sum += (asked[s * copy + i] + bias[i]) * cache.pointed[p * copy + i];
        }
        sum *= scale;
        if (source >= 0 && p === source + 1) sum += this.w.follow[0];
        scores[s * count + p] = cache.copyable[p] ? sum : NEVER;
      }
    });
    return scores;
  }

  // Returns the probability that the token after `state` is copied.
  gate(state) {
    let logit = this.w["gate.bias"][0];
    for (let i = 0; i < this.shape.width; i++) logit += state[i] * this.w["gate.weight"][i];
    return 1 / (1 + Math.exp(-logit));
  }

  #empty(room) {
    const { layers, kv_heads: heads, head, width } = this.shape;
    const fresh = () => Array.from({ length: layers }, () => new Float32Array(heads * room * head));
    const nothing = new Float32Array(0);
    const recent = new Float32Array(2 * width);
    return { keys: fresh(), values: fresh(), room, length: 0, states: nothing, recent };
  }

  // Returns input rows; each adds a share of the two that went before.
  #rows(ids, recent) {
    const { width } = this.shape;
    const [one, two] = [this.w.before.subarray(0, width), this.w.before.subarray(width)];
    const rows = joined([recent, norm(this.kernel.rows(this.w["embed.weight"], ids), width)]);
    const mixed = rows.slice(2 * width);
    for (let t = 0; t < ids.length; t++) {
      for (let i = 0; i < width; i++) {
        mixed[t * width + i] += one[i] * rows[(t + 1) * width + i] + two[i] * rows[t * width + i];
      }
    }
    return mixed;
  }

  #run(x, cache, causal) {
    const { width } = this.shape;
    const count = x.length / width;
    reserve(cache, count, this.shape);
    const start = cache.length;
    cache.length += count;
    const turn = { cos: [], sin: [] };
    for (let t = start; t < cache.length; t++) {
      const angles = this.angles.map((angle) => t * angle);
      turn.cos.push(angles.map(Math.cos));
      turn.sin.push(angles.map(Math.sin));
    }
    this.layers.forEach((layer, n) => {
      const mixed = this.kernel.matmul(norm(x, width), layer.mix);
      add(x, this.kernel.matmul(attend(mixed, turn, n, cache, causal, this.shape), layer.out));
      const hidden = this.kernel.matmul(norm(x, width), layer.up);
      for (let i = 0; i < hidden.length; i++) hidden[i] = hidden[i] > 0 ? hidden[i] * hidden[i] : 0;
      add(x, this.kernel.matmul(hidden, layer.down));
    });
    return norm(x, width);
  }
}

// What `rewind` needs to forget whatever is written from here on.
export const mark = (cache) => ({ length: cache.length, recent: cache.recent });
export const rewind = (cache, { length, recent }) => Object.assign(cache, { length, recent });

// Returns log(g · copy + (1 - g) · vocabulary); without a gate, the plain logits.
export function scoresOf({ words, places, gate, ids }) {
  if (gate <= 0) return words;
  const mixed = logSoftmax(words).map((x) => Math.exp(x) * (1 - gate));
  for (let i = 0; i < ids.length; i++) mixed[ids[i]] += Math.fround(Math.exp(places[i]) * gate);
  return mixed.map((x) => Math.log(Math.max(x, 1e-30)));
}

function reserve(cache, more, { kv_heads: heads, head }) {
  if (cache.length + more <= cache.room) return;
  const room = cache.room + Math.max(more, cache.room, 64);
  const grown = (old) => {
    const wide = new Float32Array(heads * room * head);
    for (let h = 0; h < heads; h++) {
      const from = h * cache.room * head;
      wide.set(old.subarray(from, from + cache.length * head), h * room * head);
    }
    return wide;
  };
  cache.keys = cache.keys.map(grown);
  cache.values = cache.values.map(grown);
  cache.room = room;
}
