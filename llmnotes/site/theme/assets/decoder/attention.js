// Attention of the decoder: every token looks at what the cache holds.

import { norm } from "./vectors.js";

const SHARPNESS = 12;

// Stores keys and values of the tokens of `mixed` (count, queries + keys + values) in the cache and
// returns what each of them sees (count, queries).
export function attend(mixed, turn, layer, cache, causal, shape) {
  const { heads, kv_heads: pairs, head } = shape;
  const size = (heads + 2 * pairs) * head;
  const count = mixed.length / size;
  const start = cache.length - count;
  const asking = heads + pairs;
  const [keys, values] = [cache.keys[layer], cache.values[layer]];
  const queries = new Float32Array(count * heads * head);
  for (let t = 0; t < count; t++) {
    const row = mixed.subarray(t * size, (t + 1) * size);
    const both = norm(row.subarray(0, asking * head), head);
    for (let h = 0; h < asking; h++) {
      rotate(both.subarray(h * head, (h + 1) * head), turn.cos[t], turn.sin[t]);
    }
    for (let i = 0; i < heads * head; i++) queries[t * heads * head + i] = both[i] * (SHARPNESS / head);
    for (let h = 0; h < pairs; h++) {
      const to = (h * cache.room + start + t) * head;
      keys.set(both.subarray((heads + h) * head, (heads + h + 1) * head), to);
      values.set(row.subarray((asking + h) * head, (asking + h + 1) * head), to);
    }
  }
  return look(queries, keys, values, cache, { count, start, causal, heads, share: heads / pairs, head });
}

function look(queries, keys, values, cache, { count, start, causal, heads, share, head }) {
  const seen = new Float32Array(queries.length);
  const scores = new Float32Array(cache.length);
  for (let h = 0; h < heads; h++) {
    const base = Math.floor(h / share) * cache.room * head;
    for (let t = 0; t < count; t++) {
      const end = causal ? start + t + 1 : cache.length;
      const at = (t * heads + h) * head;
      let top = -Infinity;
      for (let p = 0; p < end; p++) {
        const key = base + p * head;
        let sum = 0;
        for (let i = 0; i < head; i++) sum += queries[at + i] * keys[key + i];
        scores[p] = sum;
        if (sum > top) top = sum;
      }
      let total = 0;
      for (let p = 0; p < end; p++) total += scores[p] = Math.exp(scores[p] - top);
      for (let p = 0; p < end; p++) {
        const share = scores[p] / total;
        const value = base + p * head;
        for (let i = 0; i < head; i++) seen[at + i] += share * values[value + i];
      }
    }
  }
  return seen;
}

// Turns the first dimensions of a head by its position: pairs (i, i + rotary/2).
function rotate(x, cos, sin) {
  const half = cos.length;
  for (let i = 0; i < half; i++) {
    const [a, b] = [x[i], x[half + i]];
    x[i] = a * cos[i] - b * sin[i];
    x[half + i] = a * sin[i] + b * cos[i];
  }
}
