// Which side of its subject a question asks about, and what tells of it: the twin of
// llmnotes/ask/facets.py.

import { words } from "../search/stemming.js";
import { pattern } from "./patterns.js";

export class Facets {
  // `rules` has for each facet its three patterns, in Python's words.
  constructor(rules) {
    this.known = Object.entries(rules).map(([name, [asks, heads, says]]) => {
      return { name, asks: pattern(asks), every: pattern(asks, "g"), heads: pattern(heads), says: pattern(says) };
    });
  }

  asked(question) {
    return this.#matching("asks", question);
  }

  headed(heading) {
    return this.#matching("heads", heading);
  }

  told(sentence) {
    return this.#matching("says", sentence);
  }

  // Yields the words by which `question` asks about `facets`; what stands between the first and the
  // last of them may be what it asks about.
  *asking(question, facets) {
    const said = words(question).join(" ");
    for (const { name, every } of this.known) {
      if (!facets.has(name)) continue;
      for (const [found] of said.matchAll(every)) {
        const asking = found.split(" ");
        yield asking[0];
        yield asking.at(-1);
      }
    }
  }

  #matching(part, text) {
    const said = words(text).join(" ");
    return new Set(this.known.filter((facet) => facet[part].test(said)).map(({ name }) => name));
  }
}
