// The random numbers of `numpy.random.default_rng(seed).random()`, so that one seed gives one text
// here and in Python: SeedSequence (O'Neill's seed_seq_fe) and PCG64 (XSL-RR 128/64).

const WORD = 0xffffffffn;
const LONG = (1n << 64n) - 1n;
const WIDE = (1n << 128n) - 1n;
const STEP = 0x2360ed051fc65da44385df649fccf645n;

export class Random {
  #state = 0n;
  #increment;

  constructor(seed) {
    const words = spread(poolOf(seed), 8);
    const long = (i) => (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i]);
    this.#increment = ((((long(2) << 64n) | long(3)) << 1n) | 1n) & WIDE;
    this.#step();
    this.#state = (this.#state + ((long(0) << 64n) | long(1))) & WIDE;
    this.#step();
  }

  // Returns a number of [0, 1) with 53 random bits.
  random() {
    this.#step();
    const folded = (this.#state >> 64n) ^ (this.#state & LONG);
    const turn = this.#state >> 122n;
    const turned = ((folded >> turn) | (folded << ((64n - turn) & 63n))) & LONG;
    return Number(turned >> 11n) / 2 ** 53;
  }

  #step() {
    this.#state = (this.#state * STEP + this.#increment) & WIDE;
  }
}

function poolOf(seed) {
  const entropy = [];
  for (let rest = BigInt(seed); rest > 0n || !entropy.length; rest >>= 32n) {
    entropy.push(Number(rest & WORD));
  }
  let constant = 0x43b0d7e5;
  const hash = (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    return folded(Math.imul(mixed, constant));
  };
  const mix = (a, b) => folded(Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b));
  const pool = [0, 1, 2, 3].map((i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  for (const more of entropy.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mix(pool[to], hash(more));
  return pool;
}

function spread(pool, count) {
  let constant = 0x8b51f9dd;
  return Array.from({ length: count }, (_, i) => {
    const mixed = pool[i % 4] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    return folded(Math.imul(mixed, constant)) >>> 0;
  });
}

function folded(value) {
  return value ^ ((value >>> 0) >>> 16);
}
