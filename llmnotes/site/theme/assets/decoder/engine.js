// Writes tokens one after the other: the twin of llmnotes/decoder/engine.py and glance.py.

import { Kernel } from "./kernel.js";
import { Network, scoresOf } from "./network.js";
import { Random } from "./random.js";
import { DEFAULTS, StopWatch, distribution, draw } from "./sampling.js";
import { ANSWER, BOS, EOS, FIRST_BYTE, TextStream, Tokenizer } from "./tokenizer.js";
import { fetchBytes, readTensors } from "./weights.js";

export class Decoder {
  constructor(tokenizer, network) {
    this.tokenizer = tokenizer;
    this.network = network;
  }

  // Loads the stage ("base" or "tuned") that lies at `folder`; `plain` does without WebAssembly.
  static async load(folder, stage, { onProgress, plain = false } = {}) {
    const [tokenizer, shape, weights, kernel] = await Promise.all([
      piecesAt(folder),
      fetch(`${folder}${stage}.json`).then((answer) => answer.json()),
      fetchBytes(`${folder}${stage}.safetensors`, onProgress),
      plain ? new Kernel() : Kernel.load(new URL("matmul.wasm", import.meta.url)),
    ]);
    return new Decoder(tokenizer, new Network(shape, readTensors(weights), kernel));
  }

  // Reads plain text to be continued.
  begin(text) {
    const cache = this.network.read([], [], []);
    const ids = [BOS, ...this.tokenizer.ids(text)];
    const states = this.network.write(ids, ids.map(() => -1), cache);
    return { cache, outlook: this.network.outlook(this.#last(states), -1, cache) };
  }

  // Reads a question with its passages; the outlook is on the answer's first token.
  read(prompt) {
    const copyable = prompt.places.map(Boolean);
    const cache = this.network.read(prompt.ids, prompt.features, copyable);
    return { cache, outlook: this.advance(cache, ANSWER, -1) };
  }

  // Writes one token and looks ahead.
  advance(cache, token, source) {
    const states = this.network.write([token], [source], cache);
    return this.network.outlook(this.#last(states), source, cache);
  }

  // Yields steps {token, source, probability, text} until the end token (left out), a stop sequence
  // or the limit. `steer` may change the outlook before a token is drawn.
  *write({ cache, outlook }, sampling, steer = (_, seen) => seen) {
    sampling = { ...DEFAULTS, ...sampling };
    const random = new Random(sampling.seed);
    const stream = new TextStream(this.tokenizer);
    const watch = new StopWatch(sampling.stop);
    const steps = [];
    const counts = new Map();
    while (steps.length < sampling.maxLength) {
      const step = choose(steer(steps, outlook), sampling, counts, random);
      if (step.token === EOS) break;
      step.text = watch.add(stream.add(step.token));
      steps.push(step);
      counts.set(step.token, (counts.get(step.token) ?? 0) + 1);
      yield step;
      if (watch.stopped || steps.length === sampling.maxLength) break;
      outlook = this.advance(cache, step.token, step.source);
    }
    const rest = watch.stopped ? "" : watch.add(stream.close()) + watch.close();
    if (rest) yield { token: -1, source: -1, probability: 1, text: rest };
  }

  // Continues plain text.
  complete(text, sampling) {
    return [...this.write(this.begin(text), sampling)].map((step) => step.text).join("");
  }

  // Returns the `k` likeliest tokens after `text`, best first; special pieces are left out, and
  // penalties count the text's tokens.
  next(text, k = 10, sampling = { temperature: 1 }) {
    const counts = new Map();
    for (const id of this.tokenizer.ids(text)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const { outlook } = this.begin(text);
    const scores = scoresOf(outlook).slice().fill(-Infinity, 0, FIRST_BYTE);
    const shares = distribution(scores, { ...DEFAULTS, ...sampling }, counts);
    const order = [...shares.keys()].slice(FIRST_BYTE);
    order.sort((a, b) => shares[b] - shares[a] || scores[b] - scores[a] || a - b);
    return order.slice(0, k).map((id) => {
      const [token, logit] = [this.tokenizer.piece(id), outlook.words[id]];
      return { token, id, logit, probability: shares[id] };
    });
  }

  #last(states) {
    return states.subarray(states.length - this.network.shape.width);
  }
}

// Draws the next token, and says where it was copied from.
export function choose(outlook, sampling, counts, random) {
  const shares = distribution(scoresOf(outlook), sampling, counts);
  const token = draw(shares, random);
  return { token, source: sourceOf(token, outlook), probability: shares[token], text: "" };
}

// Returns the likeliest place of `token` if it was rather copied than generated, else -1.
export function sourceOf(token, { words, places, gate, ids }) {
  if (gate <= 0) return -1;
  let [best, copied] = [-1, 0];
  ids.forEach((id, i) => {
    if (id !== token) return;
    copied += Math.exp(places[i]);
    if (best < 0 || places[i] > places[best]) best = i;
  });
  if (best < 0) return -1;
  let top = -Infinity;
  for (const word of words) top = Math.max(top, word);
  let sum = 0;
  for (const word of words) sum += Math.exp(word - top);
  return gate * copied <= (1 - gate) * (Math.exp(words[token] - top) / sum) ? -1 : best;
}

// Returns the tokenizer at `folder`, loaded once.
const tokenizers = new Map();
export function piecesAt(folder) {
  if (!tokenizers.has(folder)) {
    const loading = fetchBytes(`${folder}pieces.bin`).then((bytes) => new Tokenizer(bytes));
    loading.catch(() => tokenizers.delete(folder));
    tokenizers.set(folder, loading);
  }
  return tokenizers.get(folder);
}
