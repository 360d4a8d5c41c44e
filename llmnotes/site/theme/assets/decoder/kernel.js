// Products of matrices, in which the decoder spends its time: WebAssembly with SIMD where the
// browser and the site's policy allow it, else plain JavaScript.

const PAGE = 65536;
const ROWS = 64; // of x at a time; so many fit into the room set aside for one call

export class Kernel {
  // `module` is a compiled matmul.wasm, or null for plain JavaScript.
  constructor(module = null) {
    this.wasm = module && new WebAssembly.Instance(module).exports;
    this.top = 0;
    this.room = 0;
  }

  static async load(url) {
    try {
      const answer = await fetch(url);
      return new Kernel(await WebAssembly.compile(await answer.arrayBuffer()));
    } catch {
      return new Kernel();
    }
  }

  // Keeps a matrix (rows, cols) where products with it are fast.
  place(data, rows, cols) {
    const matrix = { data, rows, cols, at: -1 };
    if (!this.wasm || rows % 4 || cols % 4) return matrix;
    this.room = Math.max(this.room, 4 * ROWS * (rows + cols));
    matrix.at = this.top;
    this.top += 4 * data.length;
    this.#grow(this.top + this.room);
    new Float32Array(this.wasm.memory.buffer, matrix.at, data.length).set(data);
    matrix.data = null;
    return matrix;
  }

  // Returns x · wᵀ (n, rows) for `x` of n rows.
  matmul(x, matrix) {
    const n = x.length / matrix.cols;
    const y = new Float32Array(n * matrix.rows);
    if (matrix.at < 0) plain(x, n, matrix, y);
    else for (let i = 0; i < n; i += ROWS) this.#fast(x, i, Math.min(ROWS, n - i), matrix, y);
    return y;
  }

  // Returns the rows of a matrix that `ids` name.
  rows(matrix, ids) {
    const found = new Float32Array(ids.length * matrix.cols);
    const { buffer } = matrix.at < 0 ? matrix.data : this.wasm.memory;
    const start = matrix.at < 0 ? matrix.data.byteOffset : matrix.at;
    ids.forEach((id, i) => {
      const row = new Float32Array(buffer, start + 4 * id * matrix.cols, matrix.cols);
      found.set(row, i * matrix.cols);
    });
    return found;
  }

  #fast(x, first, n, { at, rows, cols }, y) {
    const { memory, matmul } = this.wasm;
    const out = this.top + 4 * n * cols;
    const part = x.subarray(first * cols, (first + n) * cols);
    new Float32Array(memory.buffer, this.top, n * cols).set(part);
    matmul(this.top, n, at, rows, cols, out);
    y.set(new Float32Array(memory.buffer, out, n * rows), first * rows);
  }

  #grow(size) {
    const { memory } = this.wasm;
    const missing = Math.ceil((size - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
  }
}

function plain(x, n, { data, rows, cols }, y) {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < rows; i++) {
      const a = j * cols;
      const b = i * cols;
      let [p, q, r, s, k] = [0, 0, 0, 0, 0];
      for (; k + 3 < cols; k += 4) {
        p += x[a + k] * data[b + k];
        q += x[a + k + 1] * data[b + k + 1];
        r += x[a + k + 2] * data[b + k + 2];
        s += x[a + k + 3] * data[b + k + 3];
      }
      for (; k < cols; k++) p += x[a + k] * data[b + k];
      y[j * rows + i] = p + q + r + s;
    }
  }
}
