// How a sentence is worded when it is said alone: the twin of llmnotes/ask/wording.py.

import { readable } from "../search/plain.js";

const LETTER = "[\\p{L}\\p{N}_]";
const JOINING = new RegExp(
  "^(?:E|Mas|Assim|Portanto|Logo|Daí|Por isso|Por outro lado|Além disso|Ou seja|Aliás|Já" +
    "|Porém|Contudo|No entanto|Também|Então|And|But|So|Thus|Hence|However|Therefore|Moreover" +
    `|Also|Still)(?:, | )(?=${LETTER})`,
  "u",
);
const POINTING = new RegExp(
  "^(?:el[ea]s?|iss[oa]|ist[oa]|ess[ea]s?|est[ea]s?|aquel[ea]s?|dess[ea]s?|dest[ea]s?|del[ea]s?" +
    "|diss[oa]|niss[oa]|ness[ea]s?|nel[ea]s?|daí|ali|lá|o mesmo|a mesma|ambos|ambas|outr[oa]s?" +
    "|seus?|suas?|(?:é|são|foi|foram|era|eram) (?:uma?|uns|umas|[oa]s?|ess[ea]s?|el[ea]s?)" +
    "|(?:com|para|por|sem|sobre) (?:el[ea]s?|iss[oa]|ist[oa])|(?:for|with|without) (?:it|them)" +
    `|it|its|this|that|these|those|they|their|both|such|there)(?!${LETTER})`,
  "iu",
);
const NOT_JOINING = new RegExp(
  `^(?:E|Já|So|Still|Also|Então) (?:é|que|são|is|are|se|foi)(?!${LETTER})`,
  "u",
);

// Returns `sentence` so that it can be read by itself, or after `last`, which was just said; `near`
// may hold the one before it, and `tex` is what is known of TeX.
export function worded(sentence, near, tex, last = null) {
  if (last && follows(sentence, last)) return { ...sentence, text: readable(sentence.text, tex) };
  const text = joinedNoMore(sentence.text);
  if (POINTING.test(text)) {
    const before = near.find((one) => follows(sentence, one));
    if (before) {
      const both = `${readable(joinedNoMore(before.text), tex)} ${readable(sentence.text, tex)}`;
      return { ...before, text: both, quote: `${before.quote} ${sentence.quote}` };
    }
  }
  return { ...sentence, text: readable(text, tex) };
}

// Returns `text` without the word at its head that joins it to another sentence.
export function joinedNoMore(text) {
  const match = JOINING.exec(text);
  if (!match || NOT_JOINING.test(text) || POINTING.test(text.slice(match[0].length))) return text;
  const [first, ...rest] = text.slice(match[0].length);
  return first.toUpperCase() + rest.join("");
}

// Returns `text` with a full stop where it led to something that is not said.
export function ended(text) {
  return /[:;]$/.test(text) ? `${text.slice(0, -1).trimEnd()}.` : text;
}

export const sameLines = (one, other) =>
  one.lines[0] === other.lines[0] && one.lines[1] === other.lines[1];

// Tells whether `one` stands right after `other` in a paragraph.
function follows(one, other) {
  const same = one.note === other.note && sameLines(one, other) && one.kind === other.kind;
  return same && one.kind !== "table" && one.place === other.place + 1;
}
