// Text of a note for a reader, formulas as people write them: the twin of llmnotes/search/plain.py.

const MATH = /\$\$([^$\n]+)\$\$|(?<![\p{L}\p{N}_\\$])\$(?=[^\s${])([^$\n]*[^\s$\\])\$(?![\p{L}\p{N}_$])/gu;
const COMMAND = /(\s?)\\([a-zA-Z]+|[,;:!|% _])( (?=[\p{L}\p{N}_\\]))?/gu;
const TEXT =
  /\\(?:text[a-z]*|operatorname|boldsymbol|math[a-z]+)\*?(?:\s*\{([^{}]*)\}|\s+([\p{L}\p{N}_]))/gu;
const SMALL = /([_^])\{([\p{L}\p{N}_])\}/gu;
const TOO_HARD = /[\\{}]/;

const ENVIRONMENT = /\\(?:begin|end)\s*\{[a-z]+\*?\}/g;
const ACCENT = /\\([a-z]+)\s*(?:\{([^{}]*)\}|([\p{L}\p{N}]))/gu;
const OVER = /\\(?:[td]?frac|(binom))\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g;
const ROOT = /\\sqrt\s*\{([^{}]*)\}/g;
const GROUP = /([_^])\{([^{}]*)\}/g;
const ONE = /^(?:[\p{L}\p{Nl}\p{No}]+|[\p{Nd}.,]+|[\p{L}\p{N}_]*\([^()]*\))$/u;
const NAME = /\\([a-zA-Z]+)/g;
const DEEPEST = 8;

/**
 * @typedef {object} Tex what Python knows of TeX's commands
 * @property {Record<string, string>} symbols
 * @property {Record<string, string>} accents
 * @property {string[]} structure
 */

/** `text` with the TeX in it as people write it; what is too hard for that stays. */
export function readable(text, /** @type {Tex} */ tex) {
  return text.replace(MATH, (whole, display, inline) => simple(display ?? inline, tex) || whole);
}

/** `text` in one line to be skimmed: no formula keeps its dollars, commands or braces. */
export function plain(text, /** @type {Tex} */ tex) {
  if (text.includes("\\") && !text.includes("$$")) {
    text = text.split("\n").map((line) => (isFormula(line, tex) ? eased(line, tex) : line)).join("\n");
  }
  return singleSpaced(text.replace(MATH, (_, display, inline) => eased(display ?? inline, tex)));
}

function simple(formula, tex) {
  const made = symbols(formula, tex).replace(TEXT, inside).replace(SMALL, "$1$2");
  return TOO_HARD.test(made) ? "" : made.trim();
}

function eased(formula, tex) {
  let made = formula.replace(ENVIRONMENT, " ").replaceAll("\\\\", " ").replaceAll("&", " ");
  made = symbols(made, tex);
  for (let depth = 0; depth < DEEPEST; depth++) {
    const before = made;
    made = made
      .replace(TEXT, inside)
      .replace(ACCENT, (whole, name, group, letter) => accented(whole, name, group ?? letter, tex))
      .replace(OVER, (_, choice, top, bottom) => {
        return choice ? `C(${top}, ${bottom})` : `${bracketed(top)}/${bracketed(bottom)}`;
      })
      .replace(ROOT, "√($1)")
      .replace(GROUP, (_, sign, group) => sign + bracketed(group));
    if (made === before) break;
  }
  const bare = made.replace(/(?<!\\)[{}]/g, "").replace(NAME, "$1");
  return singleSpaced(bare.replace(/\\([{}&#$])/g, "$1"));
}

function symbols(formula, { symbols: known }) {
  return formula
    .replace(COMMAND, (whole, before, name, after) => {
      if (!Object.hasOwn(known, name)) return whole;
      const apart = before || /^[a-zA-Z]+$/.test(known[name]);
      return before + known[name] + (apart ? (after ?? "") : "");
    })
    .replaceAll("{,}", ",")
    .replaceAll("{.}", ".");
}

const inside = (_, group, letter) => group ?? letter;

function accented(whole, name, under, { accents }) {
  if (!Object.hasOwn(accents, name)) return whole;
  return [...under].length === 1 ? (under + accents[name]).normalize() : under;
}

const bracketed = (part) => (ONE.test(part) ? part : `(${part})`);

function isFormula(line, { symbols: known, structure }) {
  const names = [...line.replaceAll("\\\\", " ").matchAll(NAME)].map(([, name]) => name);
  if (!names.length || line.includes("$")) return false;
  return names.every((name) => Object.hasOwn(known, name) || structure.includes(name));
}

const singleSpaced = (text) => text.split(/\s+/).filter(Boolean).join(" ");
