// The weights of a decoder: int8 rows with float32 scales, in a safetensors file as Python wrote it.

// Fetches a file, telling `onProgress` how many bytes have come and how many there will be.
export async function fetchBytes(url, onProgress = () => {}) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const total = Number(answer.headers.get("content-length")) || 0;
  // A packed answer has another length than what it unpacks to: then only the start and end are known.
  const known = answer.headers.get("content-encoding") ? 0 : total;
  const reader = answer.body.getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    onProgress(size, known);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

// Reads a safetensors file into named arrays with their shapes.
export function readTensors(buffer) {
  const size = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets: [begin, end] }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const Kind = { F32: Float32Array, F16: Uint16Array, I8: Int8Array }[dtype];
    if (!Kind) throw new Error(`${name} is ${dtype}; expected F32, F16 or I8`);
    const data = new Kind(buffer.slice(8 + size + begin, 8 + size + end));
    tensors.set(name, { shape, data: dtype === "F16" ? Float32Array.from(data, half) : data });
  }
  return tensors;
}

// Returns the float32 numbers of a tensor. A scale stands for a row, or for an even part of one.
export function floats(tensors, name) {
  const found = tensors.get(name);
  if (!found) throw new Error(`no tensor ${name}`);
  const scales = tensors.get(`${name}.scale`);
  if (!scales) return found.data;
  const { data } = found;
  const run = data.length / scales.data.length;
  const wide = new Float32Array(data.length);
  for (let i = 0, group = 0; i < data.length; group++) {
    const scale = scales.data[group];
    for (const end = i + run; i < end; i++) wide[i] = data[i] * scale;
  }
  return wide;
}

// Returns the number that the 16 bits of a half stand for.
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const rest = bits & 1023;
  if (exponent === 31) return rest ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + rest / 1024) : 2 ** -24 * rest);
}
