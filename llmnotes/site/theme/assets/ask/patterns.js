// Python's patterns as JavaScript's: there \b, \w, \d and \s know all letters, here they must be told.

const WORD = "\\p{L}\\p{N}_";
const EDGE = `(?:(?<![${WORD}])(?=[${WORD}])|(?<=[${WORD}])(?![${WORD}]))`;
const OUTSIDE = { b: EDGE, w: `[${WORD}]`, W: `[^${WORD}]`, d: "\\p{Nd}", s: "[\\s\\x1c-\\x1f\\x85]" };
const INSIDE = { w: WORD, d: "\\p{Nd}", s: "\\s\\x1c-\\x1f\\x85" };

// Returns the pattern `source`; `whole` wants the text from end to end.
export function pattern(source, flags = "", whole = false) {
  let told = "";
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const letter = source[i];
    if (letter === "\\") {
      const next = source[(i += 1)];
      told += (inClass ? INSIDE : OUTSIDE)[next] ?? `\\${next}`;
    } else {
      if (letter === "[") inClass = true;
      if (letter === "]") inClass = false;
      told += letter === "-" && inClass && source[i + 1] === "]" ? "\\-" : letter;
    }
  }
  return new RegExp(whole ? `^(?:${told})$` : told, `u${flags}`);
}

// What split() of Python returns.
export const split = (text) => text.split(/[\s\x1c-\x1f\x85]+/).filter(Boolean);
