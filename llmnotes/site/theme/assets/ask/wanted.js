// Question → what it looks for: the twin of llmnotes/ask/wanted.py and
// llmnotes/encoder/thesaurus.py.

import { readQuery, rewritten } from "../search/query.js";
import { idf } from "../search/scoring.js";
import { fold, words } from "../search/stemming.js";
import { Facets } from "./facets.js";
import { pattern, split } from "./patterns.js";
import { Soft } from "./soft.js";

const EDGES = /^["'“”?.,;:!()]+|["'“”?.,;:!()]+$/g;

export class Wants {
  constructor(rules, questions) {
    this.rules = rules.wanted;
    this.softRules = rules.soft;
    this.questions = questions;
    this.asking = new Set(this.rules.asking);
    this.generic = new Set(this.rules.generic);
    this.name = pattern(this.rules.name, "g");
    this.money = pattern(this.rules.money);
    this.counted = pattern(this.rules.counted, "g");
    this.source = pattern(this.rules.source);
    this.facets = new Facets(rules.facets);
    this.lines = linesOf(this.rules.thesaurus);
  }

  // Looks up the words of a question in the vault, the lexicon and the thesaurus.
  async want(asked, site) {
    const { stemming } = site.words;
    const query = await readQuery(asked.text, site.words, false, (some) => site.words.classes(some));
    const typed = asked.text;
    const text = rewritten(typed, query.mended, fold);
    const held = new Map(query.terms);
    const others = await this.#translations(text, held, site);
    for (const [key, there] of others) {
      const most = Math.max(0, ...there.map(([, , holders]) => holders));
      held.set(key, held.get(key) || most);
    }
    const weight = (key, n) => {
      const rare = idf(n, site.columns.passages + this.rules.more);
      if (!this.asking.has(key)) return rare;
      return n ? rare * this.rules.faint : 0;
    };
    const terms = new Map([...held].map(([key, n]) => [key, weight(key, n)]));
    if (query.mended.size) asked = this.questions.read(text, asked.lang);
    const alike = this.synonyms(text, stemming);
    const named = [...asked.text.matchAll(this.name)].flatMap((match) => stemming.stems(match[0]));
    const names = new Map(named.filter((key) => terms.has(key)).map((key) => [key, terms.get(key)]));
    const missing = new Set([...held].filter(([, n]) => !n).map(([key]) => key));
    const standingFor = (key) => [
      ...(others.get(key) ?? []).map(([other, share]) => [[other], Math.min(1, this.rules.translation + share)]),
      ...(alike.get(key) ?? []).map((phrase) => [phrase, this.rules.synonym]),
    ];
    const facets = this.facets.asked(text);
    const asking = [...this.facets.asking(text, facets)].flatMap((said) => stemming.stems(said));
    const about = [...terms].filter(([key]) => !this.asking.has(key) && !asking.includes(key));
    return {
      asked,
      text,
      terms,
      names,
      others,
      pairs: pairsOf(stemming.stems(text).filter((key) => terms.has(key))),
      vector: await site.encoder.encode(text),
      alike: [await site.encoder.question(text), await site.encoder.question(typed)],
      asking: await site.encoder.asking(text),
      soft: new Soft(terms, standingFor, this.softRules),
      unknown: share(terms, missing, 1),
      unknownNames: share(names, missing, 0),
      money: this.money.test(fold(text)),
      counted: this.#counted(text, others, stemming),
      facets,
      subject: new Soft(new Map(about), standingFor, this.softRules),
      sources: this.source.test(fold(text)),
    };
  }

  // Returns `text` without words that nearly every question holds, if others are left.
  plainQuery(text, stemming) {
    const kept = split(text).filter((part) => !this.generic.has(fold(part.replace(EDGES, ""))));
    const told = kept.join(" ");
    const left = stemming.contentWords(told).filter((word) => !stemming.stop.has(word));
    return left.length > 1 || left.length === stemming.contentWords(text).length ? told : text;
  }

  // Returns for the keys of words of `text` the phrases that may stand for them.
  synonyms(text, stemming) {
    const merged = new Map();
    for (const keys of stemming.spans(text, this.rules.longest)) {
      const held = keys.join(" ");
      for (const number of this.lines.get(held) ?? []) {
        const others = this.rules.thesaurus[number].split(",").filter((other) => other !== held);
        for (const key of keys) {
          if (!merged.has(key)) merged.set(key, new Set());
          for (const other of others) merged.get(key).add(other);
        }
      }
    }
    return new Map([...merged].map(([key, found]) => [key, [...found].sort().map((one) => one.split(" "))]));
  }

  // For each term its translations [key, share, holders].
  async #translations(text, terms, { words: vault }) {
    const found = new Map();
    for (const word of words(text)) {
      const key = vault.stemming.stem(word);
      if (!terms.has(key)) continue;
      for (const [other, holders, share] of await vault.translated(word)) {
        if (share < this.rules.sure) continue;
        if (!found.has(key)) found.set(key, new Map());
        const [before] = found.get(key).get(other) ?? [0];
        found.get(key).set(other, [Math.max(before, share), holders]);
      }
    }
    const listed = (shares) => [...shares].map(([other, [share, holders]]) => [other, share, holders]);
    return new Map([...found].map(([key, shares]) => [key, listed(shares)]));
  }

  #counted(text, others, stemming) {
    const keys = [...fold(text).matchAll(this.counted)].map((match) => stemming.stem(match[1]));
    return new Set(keys.flatMap((key) => [key, ...(others.get(key) ?? []).map(([other]) => other)]));
  }
}

// The words that stand side by side.
export function pairsOf(keys) {
  return new Set(keys.slice(1).map((key, i) => `${keys[i]} ${key}`));
}

function share(weights, keys, otherwise) {
  let [total, held] = [0, 0];
  for (const [key, weight] of weights) {
    total += weight;
    if (keys.has(key)) held += weight;
  }
  return total ? held / total : otherwise;
}

// For each member the numbers of the lines in which it stands.
function linesOf(thesaurus) {
  const found = new Map();
  thesaurus.forEach((line, number) => {
    for (const one of line.split(",")) {
      const numbers = found.get(one);
      if (numbers) numbers.push(number);
      else found.set(one, [number]);
    }
  });
  return found;
}
