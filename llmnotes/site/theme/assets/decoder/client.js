// The page's end of the decoder's worker, which starts with the first task.

let worker = null;
let last = 0;
const waiting = new Map();

function started() {
  if (worker) return worker;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { id, done, value, error, ...event } }) => {
    const task = waiting.get(id);
    if (!task) return;
    if (event.progress) task.onProgress?.(...event.progress);
    if (event.step) task.onStep?.(event.step);
    if (done || error) waiting.delete(id);
    if (done) task.resolve(value);
    if (error) task.reject(new Error(error));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    worker = null;
    for (const task of waiting.values()) task.reject(new Error(event.message ?? "worker"));
    waiting.clear();
  };
  return worker;
}

// Runs a task of worker.js and resolves to its outcome; with a `signal` it can be dropped, and then
// resolves to undefined. `onProgress(bytes, total)` tells of loading, `onStep` of each token.
export function run(task, details, { onProgress, onStep, signal } = {}) {
  const id = (last += 1);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve();
    const target = started();
    waiting.set(id, { resolve, reject, onProgress, onStep });
    target.postMessage({ ...details, id, task });
    signal?.addEventListener("abort", () => {
      if (!waiting.delete(id)) return;
      target.postMessage({ drop: id });
      resolve();
    });
  });
}
