// How a sentence is worded when it is said alone: the twin of llmnotes/ask/wording.py.

const LETTER = "[\\p{L}\\p{N}_]";
const JOINING = new RegExp(
  "^(?:E|Mas|Assim|Portanto|Logo|Daí|Por isso|Por outro lado|Além disso|Ou seja|Aliás|Já" +
    "|Porém|Contudo|No entanto|Também|Então|And|But|So|Thus|Hence|However|Therefore|Moreover" +
    `|Also|Still)(?:, | )(?=${LETTER})`,
  "u",
);
const POINTING = new RegExp(
  "^(?:el[ea]s?|iss[oa]|ist[oa]|ess[ea]s?|est[ea]s?|aquel[ea]s?|dess[ea]s?|dest[ea]s?|del[ea]s?" +
    "|diss[oa]|niss[oa]|ness[ea]s?|daí|ali|lá|o mesmo|a mesma|ambos|ambas|outr[oa]s?" +
    `|it|its|this|that|these|those|they|both|such|there)(?!${LETTER})`,
  "iu",
);
const NOT_JOINING = new RegExp(
  `^(?:E|Já|So|Still|Also|Então) (?:é|que|são|is|are|se|foi)(?!${LETTER})`,
  "u",
);
const TEX = /\$([^$]+)\$/g;
const COMMANDS = {
  "\\times": "×", "\\cdot": "·", "\\approx": "≈", "\\leq": "≤", "\\le": "≤", "\\geq": "≥",
  "\\ge": "≥", "\\neq": "≠", "\\ne": "≠", "\\pm": "±", "\\to": "→", "\\infty": "∞",
  "\\dots": "…", "\\ldots": "…", "\\cdots": "…", "\\alpha": "α", "\\beta": "β", "\\gamma": "γ",
  "\\delta": "δ", "\\epsilon": "ε", "\\varepsilon": "ε", "\\eta": "η", "\\theta": "θ",
  "\\lambda": "λ", "\\mu": "μ", "\\pi": "π", "\\sigma": "σ", "\\tau": "τ", "\\phi": "φ",
  "\\in": "∈", "\\sum": "Σ", "\\log": "log", "\\ln": "ln", "\\exp": "exp", "\\max": "max",
  "\\min": "min", "\\quad": " ", "\\,": " ", "\\;": " ", "\\ ": " ", "\\%": "%", "\\_": "_",
};

// Returns `sentence` so that it can be read by itself; `near` may hold the one before it.
export function worded(sentence, near) {
  const text = joinedNoMore(sentence.text);
  if (POINTING.test(text)) {
    const before = near.find(
      (one) => one.place === sentence.place - 1 && sameParagraph(one, sentence),
    );
    if (before) {
      const both = `${readable(joinedNoMore(before.text))} ${readable(sentence.text)}`;
      return { ...before, text: both, quote: `${before.quote} ${sentence.quote}` };
    }
  }
  return { ...sentence, text: readable(text) };
}

// Returns `text` without the word at its head that joins it to another sentence.
export function joinedNoMore(text) {
  const match = JOINING.exec(text);
  if (!match || NOT_JOINING.test(text) || POINTING.test(text.slice(match[0].length))) return text;
  const [first, ...rest] = text.slice(match[0].length);
  return first.toUpperCase() + rest.join("");
}

// Returns `text` with the TeX in it as people write it; what is too hard for that stays.
export function readable(text) {
  return text.replace(TEX, (whole, tex) => {
    const plain = tex
      .replace(/\\(?:text|mathrm|operatorname|mathbf|mathit)\{([^{}]*)\}/g, "$1")
      .replace(/\\(?:[a-zA-Z]+|[,; %_])/g, (command) => COMMANDS[command] ?? command)
      .replaceAll("{,}", ",")
      .replaceAll("{.}", ".")
      .replace(/([_^])\{([\p{L}\p{N}_])\}/gu, "$1$2");
    return /[\\{}]/.test(plain) ? whole : plain;
  });
}

// Returns `text` with a full stop where it led to something that is not said.
export function ended(text) {
  return /[:;]$/.test(text) ? `${text.slice(0, -1).trimEnd()}.` : text;
}

export const sameLines = (one, other) =>
  one.lines[0] === other.lines[0] && one.lines[1] === other.lines[1];

function sameParagraph(one, other) {
  const same = one.note === other.note && sameLines(one, other) && one.kind === other.kind;
  return same && one.kind !== "table";
}
