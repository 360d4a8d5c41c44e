// The words of a question → what it wants to know: the twin of llmnotes/ask/question.py.

import { words } from "../search/stemming.js";
import { pattern, split } from "./patterns.js";

export class Questions {
  // `rules` are those of ask/data/rules.json, `stemming` that of the search.
  constructor(rules, stemming) {
    this.stemming = stemming;
    this.about = rules.about.map((source) => pattern(source, "", true));
    this.pairs = rules.pairs.map((source) => pattern(source, "", true));
    this.tail = pattern(rules.tail);
    this.kinds = rules.kinds.map(([kind, source]) => [kind, pattern(source)]);
    this.said = rules.said.map(([source, plain]) => [pattern(source, "gi"), plain]);
    this.portuguese = new Set(rules.portuguese);
    this.english = new Set(rules.english);
  }

  // Understands `text`; `lang` is its language where its words do not tell.
  read(text, lang) {
    text = this.plain(text);
    const folded = words(text).join(" ");
    const spoken = (this.detect(text) || lang.toLowerCase().slice(0, 2)) === "en" ? "en" : "pt";
    const bare = folded.replace(this.tail, "");
    for (const pair of this.pairs) {
      const found = pair.exec(bare);
      if (found) return { text, kind: "difference", lang: spoken, subjects: [found[1], found[2]] };
    }
    const kind = this.kinds.find(([, one]) => one.test(folded))?.[0] ?? "which";
    const about = this.#about(bare);
    return { text, kind, lang: spoken, subjects: about ? [about] : [] };
  }

  // Returns the one thing that a folded question asks about, "" if it does not tell.
  #about(bare) {
    for (const one of this.about) {
      const found = one.exec(bare);
      if (found) return found[1];
    }
    const about = this.stemming.subject(bare);
    return about === bare ? "" : about;
  }

  // Returns `text` without courtesies and with the commonest short forms written out.
  plain(text) {
    let said = text;
    for (const [one, plain] of this.said) said = said.replace(one, plain);
    said = split(said).join(" ");
    return words(said).length ? said : text;
  }

  // Returns the language of which `text` has more small words, "" if of neither.
  detect(text) {
    const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const of = (small) => found.filter((word) => small.has(word)).length;
    const [portuguese, english] = [of(this.portuguese), of(this.english)];
    return portuguese === english ? "" : portuguese > english ? "pt" : "en";
  }
}
