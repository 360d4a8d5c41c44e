// Arithmetic on flat arrays of float32.

const EPSILON = 1e-6;

export function logSoftmax(x) {
  let top = -Infinity;
  for (const one of x) top = Math.max(top, one);
  let sum = 0;
  for (const one of x) sum += Math.exp(one - top);
  const log = Math.log(sum);
  return x.map((one) => one - top - log);
}

// Returns `x` with each run of `size` scaled to a root mean square of one.
export function norm(x, size) {
  const y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += size) {
    let square = 0;
    for (let i = at; i < at + size; i++) square += x[i] * x[i];
    const scale = 1 / Math.sqrt(square / size + EPSILON);
    for (let i = at; i < at + size; i++) y[i] = x[i] * scale;
  }
  return y;
}

export function add(x, more) {
  for (let i = 0; i < x.length; i++) x[i] += more[i];
}

export function joined(parts) {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
