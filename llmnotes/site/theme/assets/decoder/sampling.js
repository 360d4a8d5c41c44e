// From scores to one token, by the six controls: the twin of llmnotes/decoder/sampling.py.

export const DEFAULTS = Object.freeze({
  temperature: 0,
  topP: 1,
  maxLength: 96,
  stop: [],
  frequencyPenalty: 0,
  presencePenalty: 0,
  seed: 0,
});

// Returns scores less the penalties for tokens already written; `counts` is a Map of token → times.
export function penalise(scores, counts, frequency, presence) {
  const lowered = scores.slice();
  for (const [token, count] of counts) {
    if (count > 0) lowered[token] -= Math.fround(count * frequency + presence);
  }
  return lowered;
}

// Returns softmax(scores / temperature); at 0 the best token, the first of equals, has it all.
export function probabilities(scores, temperature) {
  const shares = new Float64Array(scores.length);
  const best = argmax(scores);
  if (temperature > 0) {
    let total = 0;
    for (let i = 0; i < scores.length; i++) {
      total += shares[i] = Math.exp((scores[i] - scores[best]) / temperature);
    }
    if (Number.isFinite(total)) {
      for (let i = 0; i < shares.length; i++) shares[i] /= total;
      return shares;
    }
    shares.fill(0);
  }
  shares[best] = 1;
  return shares;
}

// Keeps the smallest set of likeliest tokens whose mass reaches `p`, rescaled to sum to 1.
export function nucleus(shares, p) {
  if (p >= 1) return shares;
  // All tokens below this share together cannot make up what may be left out: no need to sort them.
  const least = (1 - p) / shares.length;
  const order = [];
  for (let i = 0; i < shares.length; i++) if (shares[i] >= least) order.push(i);
  order.sort((a, b) => shares[b] - shares[a] || a - b);
  const cut = new Float64Array(shares.length);
  let mass = 0;
  let kept = 0;
  for (const token of order) {
    mass += shares[token];
    cut[token] = shares[token];
    kept += 1;
    if (mass >= p - 1e-12) break;
  }
  let total = 0;
  for (const token of order.slice(0, kept)) total += cut[token];
  for (const token of order.slice(0, kept)) cut[token] /= total;
  return cut;
}

// Returns the probabilities from which the next token is drawn.
export function distribution(scores, sampling, counts) {
  const lowered = penalise(scores, counts, sampling.frequencyPenalty, sampling.presencePenalty);
  return nucleus(probabilities(lowered, sampling.temperature), sampling.topP);
}

// Draws one token; where one has all the mass, nothing is drawn from `random`.
export function draw(shares, random) {
  const best = argmax(shares);
  if (shares[best] >= 1) return best;
  const mass = new Float64Array(shares.length);
  let sum = 0;
  let last = 0;
  for (let i = 0; i < shares.length; i++) {
    mass[i] = sum += shares[i];
    if (shares[i] > 0) last = i;
  }
  const wanted = random.random() * sum;
  for (let i = 0; i < last; i++) if (mass[i] > wanted) return i;
  return last;
}

export function argmax(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

// Watches streamed text for stop sequences, which may be split across tokens.
export class StopWatch {
  #held = "";

  constructor(stop) {
    this.stop = stop;
    this.stopped = false;
  }

  // Returns the text that can be shown: nothing of a stop sequence, begun or whole.
  add(text) {
    const held = this.#held + text;
    const found = this.stop.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
    if (found.length) {
      this.stopped = true;
      this.#held = "";
      return held.slice(0, Math.min(...found));
    }
    const keep = Math.max(0, ...this.stop.map((stop) => begun(held, stop)));
    this.#held = held.slice(held.length - keep);
    return held.slice(0, held.length - keep);
  }

  close() {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

function begun(text, stop) {
  for (let size = Math.min(stop.length - 1, text.length); size > 0; size--) {
    if (text.endsWith(stop.slice(0, size))) return size;
  }
  return 0;
}
