// Text to the keys it is searched by: the twin of llmnotes/stemming.py, by the same lists.

const WORDS = /[\p{L}\p{N}]+/gu;
const LANGUAGES = /(?<![\p{L}\p{N}_])[a-zA-Z][+#]{1,2}(?![\p{L}\p{N}_])|[\p{L}\p{N}]+/gu;
const ACCENTS = /[\u0300-\u036f]+/g;
const ASCII = /^[\0-\x7f]*$/;

/** Lower case without accents. @param {string} text */
export function fold(text) {
  const lower = text.toLowerCase();
  if (ASCII.test(text)) return lower;
  return lower.replaceAll("ß", "ss").replaceAll("ς", "σ").normalize("NFKD").replace(ACCENTS, "");
}

/** The folded words of a text, in order. @param {string} text @returns {string[]} */
export function words(text) {
  return fold(text).match(pattern(text)) ?? [];
}

function pattern(text) {
  return /[+#]/.test(text) ? LANGUAGES : WORDS;
}

/** The longest ending that stands in `table` and fits, taken off for what it leaves. */
function exchange(letters, table, longest, fits) {
  for (let start = Math.max(0, letters.length - longest); start < letters.length; start++) {
    const left = table.get(letters.slice(start).join(""));
    if (left !== undefined && fits(letters.length - start, left)) {
      return [...letters.slice(0, start), ...left];
    }
  }
  return letters;
}

/** Cuts off endings, and knows which words only ask or join. */
export class Stemming {
  /** @param {object} rules of head.bin */
  constructor({ plurals, endings, exceptions, spelling, shortest, stop, frames }) {
    this.plurals = new Map(Object.entries(plurals));
    this.endings = new Map(Object.entries(endings));
    this.exceptions = new Map(Object.entries(exceptions));
    this.spelling = spelling;
    this.shortest = shortest;
    this.stop = new Set(stop);
    this.frames = frames.map((frame) => new RegExp(`^(?:${frame})$`, "s"));
  }

  /** The key of one folded word. @param {string} word */
  stem(word) {
    const letters = [...word];
    if (letters.length <= this.shortest || /^\p{Nd}+$/u.test(word)) return word;
    const exception = this.exceptions.get(word);
    if (exception !== undefined) return exception;
    let key = this.withoutEnding(this.singular(letters));
    if (key.endsWith("m") && [...key].length > this.shortest) key = key.slice(0, -1) + "n";
    key = key.replace(/(.)\1/gsu, "$1");
    for (const [written, spelt] of this.spelling) key = key.replaceAll(written, spelt);
    return key;
  }

  /** Without the plural. @param {string[]} letters @returns {string[]} */
  singular(letters) {
    const fits = (length, left) => letters.length - length + left.length >= this.shortest;
    return exchange(letters, this.plurals, letters.length, fits);
  }

  /** Without its other ending. @param {string[]} letters */
  withoutEnding(letters) {
    return exchange(letters, this.endings, letters.length - this.shortest, () => true).join("");
  }

  /** The keys of all words of a text, in order. @param {string} text @returns {string[]} */
  stems(text) {
    const whole = text.normalize("NFC");
    const written = whole.match(pattern(whole)) ?? [];
    return written.flatMap((word) => words(word).map((one) => this.stem(one)));
  }

  /** The words that tell what is looked for, each once; all if all are common. */
  contentWords(text) {
    const found = [...new Set(words(text))];
    const telling = found.filter((word) => !this.stop.has(word));
    return telling.length ? telling : found;
  }

  /** The keys of telling words side by side, up to `longest` of them, long spans first. */
  spans(text, longest) {
    const written = words(text);
    const telling = written.filter((word) => !this.stop.has(word));
    const keys = (telling.length ? telling : written).map((word) => this.stem(word));
    const found = [];
    for (let size = Math.min(longest, keys.length); size > 0; size--) {
      for (let at = 0; at + size <= keys.length; at++) found.push(keys.slice(at, at + size));
    }
    return found;
  }

  /** What a question asks for when it asks for one thing, else the query itself, folded. */
  subject(query) {
    const asked = words(query).join(" ");
    for (const frame of this.frames) {
      const found = frame.exec(asked);
      if (found) return found[1];
    }
    return asked;
  }

  /** The key under which a title, an alias or a term is looked up. */
  nameKey(text) {
    return this.stems(text).join(" ");
  }
}
