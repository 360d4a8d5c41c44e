// How much of a question's words stand somewhere, also by what may stand for them: the twin of
// llmnotes/ask/soft.py.

// Returns `keys`, and for each that is long enough the name of its family.
export function families(keys, { stem }) {
  const found = new Set(keys);
  for (const key of [...found]) {
    const letters = [...key];
    if (letters.length >= stem) found.add(`~${letters.slice(0, stem).join("")}`);
  }
  return found;
}

export class Soft {
  // `terms` is a Map of word → weight; `others` returns for a word the [phrase, worth] that may
  // stand for it, a phrase being a list of keys.
  constructor(terms, others, rules) {
    this.rules = rules;
    this.weights = [...terms.values()];
    this.total = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.single = new Map();
    this.phrases = [];
    [...terms.keys()].forEach((key, place) => {
      const alone = [[[key], 1], ...others(key)];
      const letters = [...key];
      if (letters.length > rules.stem) alone.push([[`~${letters.slice(0, rules.stem).join("")}`], rules.family]);
      for (const [phrase, share] of alone) {
        if (phrase.length > 1) {
          this.phrases.push([phrase, place, share]);
          continue;
        }
        if (!this.single.has(phrase[0])) this.single.set(phrase[0], new Map());
        const worth = this.single.get(phrase[0]);
        worth.set(place, Math.max(worth.get(place) ?? 0, share));
      }
    });
  }

  // Returns for each word how well it stands among `keys`, 0 to 1.
  held(keys) {
    const found = this.weights.map(() => 0);
    for (const [key, worth] of this.single) {
      if (!keys.has(key)) continue;
      for (const [place, share] of worth) found[place] = Math.max(found[place], share);
    }
    for (const [phrase, place, share] of this.phrases) {
      if (share > found[place] && phrase.every((part) => keys.has(part))) found[place] = share;
    }
    return found;
  }

  // Returns the share of the words' weight that stands among `keys`.
  cover(keys) {
    const held = this.held(keys).reduce((sum, share, i) => sum + this.weights[i] * share, 0);
    return this.total ? held / this.total : 0;
  }

  // Returns how well that word stands among `keys` that does so least.
  least(keys) {
    return this.weights.length ? Math.min(...this.held(keys)) : 0;
  }

  // Returns how far the words and those of a short text are the same: F1 of their shares.
  agreement(keys) {
    if (!keys.length || !this.weights.length) return 0;
    const there = keys.reduce((sum, key) => sum + this.#worth(key), 0) / keys.length;
    const asked = this.cover(families(keys, this.rules));
    return there && asked ? (2 * there * asked) / (there + asked) : 0;
  }

  // Returns how well `key` stands for a word that is asked for.
  #worth(key) {
    const found = [...families([key], this.rules)].flatMap((one) => [...(this.single.get(one)?.values() ?? [])]);
    return Math.max(0, ...found);
  }

  // Returns how heavy the heaviest word is that does not stand among `keys`, a tenth of it.
  lack(keys) {
    return Math.max(0, ...this.held(keys).map((share, i) => this.weights[i] * (1 - share))) / 10;
  }

  // Returns the most of the words' weight that is in a name of which every word is asked for.
  named(names) {
    let best = 0;
    for (const name of names) {
      const worth = new Map();
      const whole = name.split(" ").every((part) => {
        const found = this.single.get(part);
        for (const [place, share] of found ?? []) {
          worth.set(place, Math.max(worth.get(place) ?? 0, share));
        }
        return found || [...part].length <= this.rules.small;
      });
      if (!whole) continue;
      let sum = 0;
      for (const [place, share] of worth) sum += this.weights[place] * share;
      best = Math.max(best, sum);
    }
    return this.total ? best / this.total : 0;
  }
}
