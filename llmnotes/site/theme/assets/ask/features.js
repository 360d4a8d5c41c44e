// What speaks for a sentence: the twin of llmnotes/ask/features.py and units.py, in its order.

import { fold, words } from "../search/stemming.js";
import { Facets } from "./facets.js";
import { known } from "./known.js";
import { matched } from "./matched.js";
import { beginsWith } from "./parts.js";
import { pattern, split } from "./patterns.js";
import { families } from "./soft.js";
import { pairsOf } from "./wanted.js";

const NOTHING = new Map();

export class Features {
  constructor(rules, stemming) {
    this.stemming = stemming;
    this.rules = rules.features;
    this.soft = rules.soft;
    this.sources = new Set(this.rules.sources);
    for (const name of ["because", "copula", "is_a", "number", "money", "year", "name", "defined"]) {
      this[name] = pattern(this.rules[name]);
    }
    this.namings = memory();
    this.facets = new Facets(rules.facets);
    this.at = new Map(this.rules.names.map((name, i) => [name, i]));
  }

  // Returns the sentences of a note with their words looked up; see evidence.js for a note.
  prepared(note) {
    const { sentences } = note;
    const keys = sentences.map((one) => this.stemming.stems(one.text));
    const [paragraphs, sections] = [new Map(), new Map()];
    const gather = (sets, name, found) => {
      if (!sets.has(name)) sets.set(name, new Set());
      for (const key of families(found, this.soft)) sets.get(name).add(key);
    };
    sentences.forEach((one, n) => {
      gather(paragraphs, one.lines.join("-"), keys[n]);
      gather(sections, one.section, keys[n]);
    });
    const titled = families(this.stemming.stems(note.title), this.soft);
    const above = note.headings.map(([texts]) => families(this.stemming.stems(texts.join(" ")), this.soft));
    const called = note.headings.map(([texts]) => {
      return texts.length ? this.stemming.nameKey(this.stemming.subject(texts.at(-1))) : "";
    });
    const asks = note.headings.map(([texts], n) => {
      return texts.length > 0 && called[n] !== this.stemming.nameKey(texts.at(-1));
    });
    const headed = note.headings.map(([texts]) => (texts.length ? this.facets.headed(texts.at(-1)) : new Set()));
    const topics = note.headings.map(([texts]) => {
      return texts.slice(-1).flatMap((text) => this.stemming.contentWords(text)).map((word) => this.stemming.stem(word));
    });
    const arounds = above.map((heading) => union(heading, titled));
    const once = memory();
    return sentences.map((sentence, place) => {
      const { section } = sentence;
      const before = sentences[place - 1];
      const own = families(keys[place], this.soft);
      const around = arounds[section];
      const lines = sentence.lines.join("-");
      const folded = fold(sentence.text);
      return {
        sentence,
        keys: own,
        heading: above[section],
        folded,
        said: split(folded),
        above: union(own, around),
        near: once(`${lines} ${section}`, () => union(paragraphs.get(lines), around)),
        wide: once(section, () => union(sections.get(section), around)),
        pairs: pairsOf(keys[place].filter((key) => [...key].length > 2)),
        around,
        called: called[section],
        asks: asks[section],
        topic: topics[section],
        first: !before || before.section !== section,
        headed: headed[section],
        told: this.facets.told(sentence.text),
        place,
        starts: !before || before.lines[0] !== sentence.lines[0] || before.lines[1] !== sentence.lines[1],
      };
    });
  }

  // Returns how `note` stands; `lines` are those of its passages among the hits, best first.
  stands(note, units, wanted, lines, rank) {
    const keys = new Set();
    for (const unit of units) for (const key of unit.above) keys.add(key);
    const names = new Set(note.names);
    const { soft, asked } = wanted;
    const cosines = note.cosines(wanted.vector);
    return {
      ...{ lines, names, keys, rank, cosines },
      share: lines.length ? lines[0][2] : 0,
      cross: (note.lang || asked.lang).toLowerCase().slice(0, 2) !== asked.lang,
      near: note.questions.nearest(wanted.alike, note.sentences),
      named: soft.named(names),
      cover: soft.cover(keys),
      leadCover: soft.cover(units[0].near),
      lack: soft.lack(keys),
      lead: cosines.contexts[0],
      matched: matched(note, wanted.asking, this.rules.length),
      seen: memory(),
    };
  }

  // Returns the rows of a note's sentences that can be answers, with the units.
  rows(units, wanted, standing) {
    const said = units.filter(({ sentence }) => {
      return !sentence.text.endsWith("?") && (wanted.sources || !this.isSource(sentence.heading));
    });
    const asked = said.map(({ sentence }) => standing.near.get(sentence.text));
    const near = known(said, asked, standing.cosines, this.rules.likely);
    const rows = said.map((unit, i) => this.#row(unit, wanted, standing, near[i]));
    this.rules.over.forEach((name, i) => {
      const columns = [name, `${name}_cross`].map((one) => this.at.get(one)).filter((at) => at !== undefined);
      const value = (row) => columns.reduce((sum, at) => sum + row[at], 0);
      const best = rows.length ? Math.max(...rows.map(value)) : 0;
      for (const row of rows) row[row.length - this.rules.over.length + i] = best;
    });
    return said.map((unit, i) => ({ unit, row: rows[i], asked: asked[i] !== undefined }));
  }

  isSource(heading) {
    return heading.length > 0 && words(heading.at(-1)).some((word) => this.sources.has(word));
  }

  #row(unit, wanted, standing, known) {
    const { asked, terms, soft } = wanted;
    const { sentence } = unit;
    const { cross } = standing;
    const [defines, same, apart] = [asked.kind === "definition", Number(!cross), Number(cross)];
    const others = cross ? wanted.others : NOTHING;
    const cover = covered(terms, unit.keys, others);
    const context = covered(terms, unit.above, others);
    const cosine = standing.cosines.sentences[unit.place];
    const near = standing.cosines.contexts[unit.place];
    let named = this.#named(wanted, standing.names);
    let wholeNamed = standing.named;
    let opening = Number(unit.place === 0 && !unit.headed.has("example"));
    if (unit.called && asked.subjects.some((side) => this.stemming.nameKey(side) === unit.called)) {
      [named, opening] = [1, Number(unit.first)]; // a section may be what elsewhere is a note
      if (unit.asks) wholeNamed = 1;
    }
    const says = Number(this.#saysWhat(unit));
    const term = this.#term(unit, asked);
    const here = Math.max(0, ...standing.lines.filter(([a, b]) => meets(sentence.lines, [a, b])).map(([, , s]) => s));
    const size = unit.said.length;
    const sides = asked.subjects.map((side) => {
      return covered(new Map(this.stemming.stems(side).map((key) => [key, 1])), unit.keys);
    });
    const pair = asked.kind === "difference" && sides.length === 2;
    const [by, wide] = [unit.near, unit.wide].map((keys) => this.#held(keys, wanted, standing));
    const [whole, above] = [standing.keys, unit.heading].map((keys) => this.#held(keys, wanted, standing));
    const both = pair ? Math.min(...sides) : 0;
    const [agreed, way] = [soft.agreement(unit.topic), Number(wanted.facets.has("way"))];
    const shared = [...wanted.pairs].filter((one) => unit.pairs.has(one)).length;
    const row = [
      by.names, whole.names, by.words, wide.words, whole.words, by.rarest,
      shared / Math.max(wanted.pairs.size, 1),
      cover * same, cover * apart, context * same, context * apart,
      above.words, cosine * same, cosine * apart,
      near * same, near * apart, here, here >= 1, here > 0, standing.share,
      named, named * opening, named * opening * defines, opening, opening * defines,
      says, says * defines, term, term * defines,
      both, pair && both === 1 && unit.starts,
      asked.kind === "why" && this.because.test(unit.folded),
      asked.kind === "amount" && this.number.test(unit.folded),
      asked.kind === "when" && this.year.test(sentence.text),
      asked.kind === "who" && this.name.test(sentence.text),
      size < 6, Math.max(0, Math.min(1, (size - 30) / 30)),
      sentence.text.endsWith(":"),
      sentence.kind === "table", sentence.kind === "item",
      sentence.kind === "callout", sentence.kind === "quote",
      this.isSource(sentence.heading), unit.starts,
      soft.cover(unit.keys), soft.cover(unit.above), by.soft,
      wide.soft, standing.cover, above.soft,
      standing.leadCover, wholeNamed,
      standing.cosines.heads[sentence.section], standing.cosines.title, standing.lead,
      1 / (1 + standing.rank),
      by.lack, wide.lack, standing.lack,
      wanted.money && this.money.test(unit.folded),
      asked.kind === "amount" && this.#counted(unit, wanted.counted),
      ...facetsOf(unit, wanted), ...this.rules.opened.map((kind) => opening * (asked.kind === kind)),
      agreed, agreed * unit.first, agreed * way, agreed * way * unit.first,
      defines && this.#definesAsked(unit, asked),
      ...standing.matched[unit.place], known,
    ].map(Number);
    row.push(...this.rules.over.map(() => 0));
    if (row.length !== this.rules.names.length) throw new Error(`${row.length} reasons; expected ${this.rules.names.length}`);
    return row;
  }

  // Returns how much of the question stands among `keys`, looked at once for each note.
  #held(keys, { terms, names, others, soft }, standing) {
    return standing.seen(keys, () => {
      const abroad = standing.cross ? others : NOTHING;
      return {
        words: covered(terms, keys, abroad),
        names: names.size ? covered(names, keys, abroad) : 1,
        rarest: covered(new Map([[rarestOf(terms), 1]]), keys, abroad),
        soft: soft.cover(keys),
        lack: soft.lack(keys),
      };
    });
  }

  #named(wanted, names) {
    const { stemming } = this;
    if (wanted.asked.subjects.some((side) => names.has(stemming.nameKey(side)))) return 1;
    const text = ` ${stemming.nameKey(wanted.text)} `;
    const held = [...names].filter((name) => text.includes(` ${name} `));
    return Math.max(0, ...held.map((name) => covered(wanted.terms, new Set(name.split(" ")))));
  }

  #saysWhat(unit) {
    const start = unit.said.slice(0, this.rules.nearStart).join(" ");
    return this.copula.test(start) || this.defined.test(unit.sentence.text);
  }

  #definesAsked({ said, folded, sentence }, { subjects }) {
    const start = said.slice(0, this.rules.nearStart).join(" ");
    const defined = this.is_a.test(start) && subjects.some((side) => beginsWith(sentence, side, this.stemming));
    return defined || subjects.some((side) => this.#naming(side).test(folded));
  }

  // Returns what finds a sentence that names `side`, words with single spaces.
  #naming(side) {
    const name = side.replace(/[+#.]/g, "\\$&").replaceAll(" ", "\\W+");
    return this.namings(side, () => pattern(this.rules.named.replaceAll("{0}", () => name)));
  }

  #term(unit, asked) {
    if (unit.sentence.kind !== "item" || !unit.starts) return 0;
    const found = this.defined.exec(unit.sentence.text);
    if (!found) return 0;
    const keys = new Set(this.stemming.stems(found[0]));
    const asking = new Set(this.stemming.stems(asked.text));
    return keys.size ? [...keys].filter((key) => asking.has(key)).length / keys.size : 0;
  }

  #counted({ said }, counted) {
    return said.some((word, at) => {
      if (!this.number.test(word)) return false;
      const beside = said.slice(Math.max(0, at - 1), at + this.rules.beside).join(" ");
      return this.stemming.stems(beside).some((key) => counted.has(key));
    });
  }
}

// Returns the share of the weight of `terms` that is among `keys`, also by translations.
export function covered(terms, keys, others = NOTHING) {
  let [total, held] = [0, 0];
  for (const [key, weight] of terms) {
    total += weight;
    if (keys.has(key)) held += weight;
    else if (others.has(key)) {
      held += weight * Math.max(0, ...others.get(key).filter(([other]) => keys.has(other)).map(([, share]) => share));
    }
  }
  return total ? held / total : 0;
}

// Returns how heading and sentence go with the side of the subject that is asked about.
function facetsOf({ headed, told, sentence }, { facets }) {
  const shared = [...facets].filter((name) => told.has(name)).length;
  const meets = [...facets].some((name) => headed.has(name));
  return [
    meets, shared > 0, shared / Math.max(1, facets.size), headed.size > 0 && !meets,
    !sentence.heading.length, headed.has("example") && !facets.has("example"),
  ];
}

function rarestOf(terms) {
  let best = "";
  for (const [key, weight] of terms) {
    const high = best === "" ? -1 : terms.get(best);
    if (weight > high || (weight === high && key > best)) best = key;
  }
  return best;
}

// Returns a function that makes what belongs to a key the first time, and remembers it.
function memory() {
  const known = new Map();
  return (key, fill) => {
    if (!known.has(key)) known.set(key, fill());
    return known.get(key);
  };
}

function union(one, other) {
  const both = new Set(one);
  for (const key of other) both.add(key);
  return both;
}

const meets = (one, other) => one[0] <= other[1] && other[0] <= one[1];
