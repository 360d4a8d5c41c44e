// Numbers and texts out of the small files that llmnotes/site/searchdata_bytes.py packs.

/** Undo the deflating of one file. @param {ArrayBuffer} data @returns {Promise<Uint8Array>} */
export async function inflate(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Reads one file from its beginning to its end. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** The next number, seven bits a byte, the low ones first. */
  varint() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  /** The next `count` numbers. */
  varints(count) {
    return Array.from({ length: count }, () => this.varint());
  }

  /** The next `count` numbers, each told by its distance from the one before. */
  ascending(count) {
    const found = new Int32Array(count);
    for (let i = 0, last = 0; i < count; i++) found[i] = last += this.varint();
    return found;
  }

  /** The next `length` bytes. */
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The next `length` bytes as text. */
  text(length) {
    return new TextDecoder().decode(this.take(length));
  }

  /** The next `count` numbers of a row: so many steps each, and the step in front. */
  codes(count) {
    const [step] = this.halves(1);
    return Float32Array.from(new Int8Array(this.take(count)), (code) => code * step);
  }

  /** The next `count` numbers of a row of half bytes, the first of two in the low bits. */
  codes4(count) {
    const [step] = this.halves(1);
    const bytes = this.take(Math.ceil(count / 2));
    const code = (i) => ((bytes[i >> 1] << (i % 2 ? 24 : 28)) >> 28) * step;
    return Float32Array.from({ length: count }, (_, i) => code(i));
  }

  /** The next `count` numbers of half precision. */
  halves(count) {
    return halves(this.take(2 * count));
  }
}

/** Numbers of half precision. @param {Uint8Array} bytes @returns {Float32Array} */
export function halves(bytes) {
  const found = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < found.length; i++) found[i] = half(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  return found;
}

/** A row of bytes as signed numbers, at unit length; zeros stay zeros. @returns {Float32Array} */
export function unit(bytes) {
  const numbers = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  let square = 0;
  for (const one of numbers) square += one * one;
  return Float32Array.from(numbers, (one) => (square ? one / Math.sqrt(square) : 0));
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const power = (bits >> 10) & 31;
  const rest = bits & 1023;
  if (power === 0) return sign * rest * 2 ** -24;
  if (power === 31) return rest ? NaN : sign * Infinity;
  return sign * (1 + rest / 1024) * 2 ** (power - 15);
}
