// Text to token ids and back, exactly: the twin of llmnotes/decoder/tokenizer.py.
// Places are counted in UTF-16 units, as JavaScript counts; Python counts characters.

export const [PAD, BOS, EOS, QUESTION, ANSWER, NONE, BLANK] = [0, 1, 2, 3, 4, 5, 6];
export const FIRST_NUMBER = 7;
export const PASSAGES = 9;
export const FIRST_BYTE = FIRST_NUMBER + PASSAGES;
const FIRST_PIECE = FIRST_BYTE + 256;
const KEPT_WORDS = 20000;

// \s of the tokenizer's own regular expressions is \p{White_Space}: with U+0085, without U+FEFF.
const CUT =
  / ?[\p{L}\p{M}]+| ?\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{M}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

export const numberToken = (n) => FIRST_NUMBER + n - 1;
export const isByte = (token) => token >= FIRST_BYTE && token < FIRST_PIECE;

export class Tokenizer {
  #ids = new Map();
  #ranks = new Map();
  #words = new Map();

  // `buffer` is pieces.bin: two counts, the pieces that are no merges parted by NUL, the merges.
  constructor(buffer) {
    const [count, bytes] = new Uint32Array(buffer, 0, 2);
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(buffer, 8, bytes));
    this.pieces = text.split("\0");
    if (this.pieces.length !== count) throw new Error(`${this.pieces.length} pieces; expected ${count}`);
    for (let id = FIRST_PIECE; id < count; id++) this.#ids.set(this.pieces[id], id);
    const merges = new Uint16Array(buffer, 8 + Math.ceil(bytes / 4) * 4);
    for (let i = 0; i < merges.length; i += 2) {
      this.#ranks.set(merges[i] * 65536 + merges[i + 1], i / 2);
      this.pieces.push(this.pieces[merges[i]] + this.pieces[merges[i + 1]]);
    }
    this.first = count;
  }

  get length() {
    return this.pieces.length;
  }

  piece(token) {
    return this.pieces[token];
  }

  ids(text) {
    return this.idsAndSpans(text)[0];
  }

  // Returns the ids of `text` and the [start, end) that each covers; the bytes of one character
  // share its place.
  idsAndSpans(text) {
    const ids = [];
    const spans = [];
    for (const match of wellFormed(text).matchAll(CUT)) {
      let word = this.#words.get(match[0]);
      if (word === undefined) {
        word = this.#cut(match[0]);
        if (this.#words.size > KEPT_WORDS) this.#words.clear();
        this.#words.set(match[0], word);
      }
      for (const [id, start, end] of word) {
        ids.push(id);
        spans.push([match.index + start, match.index + end]);
      }
    }
    return [ids, spans];
  }

  tokens(text) {
    const [ids, spans] = this.idsAndSpans(text);
    return ids.map((id, i) => ({ text: this.piece(id), id, start: spans[i][0], end: spans[i][1] }));
  }

  decode(ids) {
    const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
    let text = "";
    let raw = [];
    for (const token of ids) {
      if (isByte(token)) {
        raw.push(token - FIRST_BYTE);
        continue;
      }
      text += utf8.decode(Uint8Array.from(raw));
      raw = [];
      if (token >= FIRST_PIECE) text += this.piece(token);
    }
    return text + utf8.decode(Uint8Array.from(raw));
  }

  // A pair's rank is lower than that of any pair its merge can be part of, so all places of the
  // lowest pair can be merged in one go.
  #cut(word) {
    let parts = [];
    let at = 0;
    for (const character of word) {
      const end = at + character.length;
      const id = this.#ids.get(character);
      if (id !== undefined) parts.push([id, at, end]);
      else for (const byte of new TextEncoder().encode(character)) parts.push([FIRST_BYTE + byte, at, end]);
      at = end;
    }
    for (;;) {
      let best = Infinity;
      for (let i = 0; i + 1 < parts.length; i++) best = Math.min(best, this.#rank(parts[i], parts[i + 1]));
      if (best === Infinity) return parts;
      const merged = [];
      for (let i = 0; i < parts.length; i++) {
        if (i + 1 < parts.length && this.#rank(parts[i], parts[i + 1]) === best) {
          merged.push([this.first + best, parts[i][1], parts[i + 1][2]]);
          i += 1;
        } else {
          merged.push(parts[i]);
        }
      }
      parts = merged;
    }
  }

  #rank(a, b) {
    return this.#ranks.get(a[0] * 65536 + b[0]) ?? Infinity;
  }
}

// Turns tokens that arrive one by one into text, holding back half-finished characters.
export class TextStream {
  #bytes = [];

  constructor(tokenizer) {
    this.tokenizer = tokenizer;
  }

  add(token) {
    if (!isByte(token)) return this.close() + this.tokenizer.decode([token]);
    this.#bytes.push(token);
    const text = this.tokenizer.decode(this.#bytes);
    if (text.includes("\ufffd") && this.#bytes.length < 4) return "";
    this.#bytes = [];
    return text;
  }

  close() {
    const text = this.tokenizer.decode(this.#bytes);
    this.#bytes = [];
    return text;
  }
}

// A lone surrogate is no text; older browsers lack the method.
const wellFormed = (text) => text.toWellFormed?.() ?? new TextDecoder().decode(new TextEncoder().encode(text));
