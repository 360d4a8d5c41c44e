// The decoder in a worker, so that the page stays awake. A message names a task; answers carry its
// id: {progress}, {step}, and in the end {done} or {error}.

import { Decoder, piecesAt } from "./engine.js";

const folder = new URL("./", import.meta.url).href;
const decoders = new Map();
const dropped = new Set();

// Loads each stage once; every task that waits for it hears how far it has come.
function load(stage, onProgress) {
  let found = decoders.get(stage);
  if (!found) {
    const listeners = new Set();
    const tell = (...progress) => listeners.forEach((listener) => listener(...progress));
    found = { listeners, decoder: Decoder.load(folder, stage, { onProgress: tell }) };
    found.decoder.catch(() => decoders.delete(stage));
    decoders.set(stage, found);
  }
  found.listeners.add(onProgress);
  return found.decoder;
}

const TASKS = {
  async tokens({ text }) {
    return (await piecesAt(folder)).tokens(text);
  },
  async load({ stage }, tell) {
    await load(stage, tell.progress);
  },
  async next({ stage, text, k, sampling }, tell) {
    return (await load(stage, tell.progress)).next(text, k, sampling);
  },
  async write({ id, stage, text, sampling }, tell) {
    const decoder = await load(stage, tell.progress);
    await stream(id, decoder.write(decoder.begin(text), sampling), tell);
  },
  async answer({ id, stage, evidence, sampling, rules }, tell) {
    const decoder = await load(stage, tell.progress);
    const { answer } = await import("../ask/bundled.js");
    await stream(id, answer(decoder, evidence, sampling, rules), tell);
  },
};

// Tells each step of a task as it is made, until the task is dropped.
async function stream(id, steps, tell) {
  for (const step of steps) {
    tell.step(step);
    await breath();
    if (dropped.delete(id)) return;
  }
}

// Lets messages in between two tokens; a timer would wait for 4 ms.
const { port1, port2 } = new MessageChannel();
let wake = null;
port1.onmessage = () => wake();
function breath() {
  return new Promise((done) => {
    wake = done;
    port2.postMessage(null);
  });
}

onmessage = async ({ data }) => {
  if (data.drop) {
    dropped.add(data.drop);
    return;
  }
  const { id } = data;
  const tell = {
    progress: (size, total) => postMessage({ id, progress: [size, total] }),
    step: (step) => postMessage({ id, step }),
  };
  try {
    const value = await TASKS[data.task](data, tell);
    postMessage({ id, done: true, value });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
  dropped.delete(id);
};
