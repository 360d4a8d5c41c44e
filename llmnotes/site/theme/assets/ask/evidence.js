// Question → the sentences of the notes, the likeliest answers first, or a refusal: the twin of
// llmnotes/ask/{evidence,refusal}.py and of what answering.py decides.

import { inflate } from "../search/bytes.js";
import { find } from "../search/engine.js";
import { rounded } from "../search/scoring.js";
import { confidence, least, scores } from "./confidence.js";
import { Features } from "./features.js";
import { NoteQuestions } from "./known.js";
import { NotePieces, Told } from "./matched.js";
import { beginsWith, sectionsAsked } from "./parts.js";
import { Questions } from "./question.js";
import { Wants } from "./wanted.js";

const DATA = "assets/ask/data/";
const DIGITS = 6;

// The notes of a site as far as answers need them; a note is loaded and looked up once.
class Answers {
  static async open(site) {
    const answer = await fetch(new URL(`${DATA}rules.json`, site.base), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const answers = new Answers(site, await answer.json());
    answers.told().catch(() => {}); // wanted soon; whoever needs it asks again
    return answers;
  }

  constructor(site, rules) {
    this.site = site;
    this.rules = rules;
    this.stemming = site.words.stemming;
    this.questions = new Questions(rules.question, this.stemming);
    this.wants = new Wants(rules, this.questions);
    this.features = new Features(rules, this.stemming);
    this.notes = new Map();
  }

  note(number) {
    if (!this.notes.has(number)) {
      const asked = this.#load(number);
      asked.catch(() => this.notes.delete(number));
      this.notes.set(number, asked);
    }
    return this.notes.get(number);
  }

  // The rows of the pieces that many notes use.
  told() {
    if (!this.common) {
      this.common = this.#file("pieces").then((bytes) => new Told(bytes, this.rules.features.width));
      this.common.catch(() => (this.common = undefined));
    }
    return this.common;
  }

  async #load(number) {
    const { base, files } = this.site;
    const [bytes, told] = await Promise.all([this.#file(number), this.told()]);
    const note = new NoteData(bytes, base, files.head.dim, told);
    note.units = this.features.prepared(note);
    return note;
  }

  async #file(name) {
    const answer = await fetch(new URL(`${DATA}${name}.bin?${this.rules.digest}`, this.site.base));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return inflate(await answer.arrayBuffer());
  }

  // The first place of a note among all passages.
  first(number) {
    return this.site.columns.noteOf.indexOf(number);
  }
}

class NoteData {
  constructor(bytes, base, dim, told) {
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    Object.assign(this, JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size))));
    this.dim = dim;
    this.sentences = this.sentences.map(([text, quote, a, b, section, kind, depth], place) => {
      const [heading, fragment] = this.headings[section];
      const url = new URL(this.url, base);
      if (fragment) url.hash = encodeURIComponent(fragment);
      return {
        note: this.path, title: this.title, url: url.href, heading, section,
        text, quote: quote || text, lines: [a, b], kind, depth, place,
      };
    });
    const rows = 1 + this.sentences.length + this.headings.length;
    const numbers = bytes.slice(4 + size);
    this.scales = new Float32Array(numbers.buffer, 0, rows);
    this.parts = new Float32Array(numbers.buffer, 4 * rows, 2 * this.sentences.length);
    const codes = 4 * (rows + 2 * this.sentences.length);
    this.codes = new Int8Array(numbers.buffer, codes, rows * dim);
    const rest = numbers.subarray(codes + rows * dim);
    this.questions = new NoteQuestions(rest, ...this.asked);
    this.pieces = new NotePieces(rest.subarray(this.questions.size), told, this);
  }

  // How near title, sentences, headings and sentences with headings are to a question.
  cosines(query) {
    const all = Array.from(this.scales, (scale, row) => {
      let sum = 0;
      for (let i = 0, at = row * this.dim; i < this.dim; i++, at++) sum += this.codes[at] * query[i];
      return sum * scale;
    });
    const count = this.sentences.length;
    const sentences = all.slice(1, 1 + count);
    const heads = all.slice(1 + count);
    const contexts = this.sentences.map(({ section }, i) => {
      return this.parts[2 * i] * sentences[i] + this.parts[2 * i + 1] * heads[section];
    });
    return { title: all[0], sentences, heads, contexts };
  }
}

const opened = new WeakMap();

// Returns the sentences of the notes near `question` with their reasons, as {unit, row}, and what
// led to them. `lang` is the language of questions that do not show theirs.
export async function findings(site, question, { k = 10, lang = "pt" } = {}) {
  if (!opened.has(site)) opened.set(site, Answers.open(site));
  const answers = await opened.get(site);
  const asked = answers.questions.read(question, lang);
  const wanted = await answers.wants.want(asked, site);
  return { answers, wanted, ...(await look(answers, asked.text, wanted, k)) };
}

// Returns what the notes have on `question`; see the fields at the end.
export async function gather(site, question, options) {
  const { answers, wanted, hits, found, sections } = await findings(site, question, options);
  const { rules, features } = answers;
  const scored = scores(found, rules.weights, wanted.asked.kind);
  const sure = confidence(found, scored, { ...wanted, hits }, features, rules);
  const order = [...found.keys()].sort((a, b) => {
    return rounded(scored[b], DIGITS) - rounded(scored[a], DIGITS) || a - b;
  });
  const sentences = order.map((i) => ({ ...found[i].unit.sentence, score: scored[i] }));
  const evidence = { asked: wanted.asked, sentences, sections, confidence: sure, choice: rules.choice };
  Object.assign(evidence, { nearest: [], ghost: null });
  evidence.refused = !hits.length || sure < least(found, rules.weights) || (await isGhost(answers, evidence, hits));
  if (evidence.refused) await explain(answers, evidence, question, hits);
  return evidence;
}

// Returns the best hits for a question as it was asked, slips and all, and the sentences of their
// notes with their reasons.
async function look(answers, text, wanted, k) {
  const { site, rules, wants, features } = answers;
  const { notes, depth } = rules.evidence;
  const search = async (said, options) => (said.trim() ? (await find(site, said, options)).found : []);
  const query = wants.plainQuery(text, answers.stemming);
  const hits = await search(query, { k: Math.max(k, depth) });
  const of = (found, most) => [...new Set(found.map((hit) => site.columns.noteOf[hit.place]))].slice(0, most);
  const { subjects } = wanted.asked;
  const telling = await Promise.all(subjects.map((side) => search(side, { k: 1, mode: "lexical" })));
  const chosen = [...new Set([...of(hits, notes), ...telling.flatMap((one) => of(one, 1))])];
  const loaded = await Promise.all(chosen.map((number) => answers.note(number)));
  const best = Math.max(0, ...hits.map((hit) => hit.score)) || 1;
  const sections = [];
  const found = loaded.flatMap((note, rank) => {
    if (!note.units.length) return [];
    const number = chosen[rank];
    const first = answers.first(number);
    const lines = hits
      .filter((hit) => site.columns.noteOf[hit.place] === number)
      .map((hit) => [...note.passages[hit.place - first], hit.score / best]);
    const standing = features.stands(note, note.units, wanted, lines, rank);
    for (const section of sectionsAsked(wanted, note.units, standing.names, rules)) {
      sections.push([note.path, section]);
    }
    return features.rows(note.units, wanted, standing);
  });
  return { hits: hits.slice(0, k), found, sections };
}

// Tells whether a definition is asked of a ghost, and the best sentence gives none.
async function isGhost(answers, { asked, sentences }, hits) {
  const { site, stemming } = answers;
  if (asked.kind !== "definition" || !sentences.length) return false;
  const known = await Promise.all(asked.subjects.map((one) => site.words.named(stemming.nameKey(one))));
  if (known.every((names) => names.length)) return false;
  if (asked.subjects.some((one) => beginsWith(sentences[0], one, stemming))) return false;
  return (await ghostOf(answers, asked.text, hits)) !== null;
}

// Says what comes nearest, and who else asks.
async function explain(answers, evidence, question, hits) {
  const { site, rules, features } = answers;
  const passages = await Promise.all(hits.map(({ place }) => site.passage(place)));
  const source = (hit) => Number(features.isSource(hit.heading));
  const best = new Map();
  for (const hit of [...passages].sort((a, b) => source(a) - source(b))) {
    if (!best.has(hit.path)) best.set(hit.path, hit);
  }
  evidence.nearest = [...best.values()].slice(0, rules.nearest);
  evidence.ghost = await ghostOf(answers, question, hits);
}

// Returns what `question` names, notes of `hits` link to and nobody has written.
async function ghostOf(answers, question, hits) {
  const { site, stemming } = answers;
  const text = ` ${stemming.nameKey(question)} `;
  const numbers = [...new Set(hits.map(({ place }) => site.columns.noteOf[place]))];
  const places = new Map();
  for (const note of await Promise.all(numbers.map((number) => answers.note(number)))) {
    for (const [name, line] of note.ghosts) {
      const key = stemming.nameKey(name);
      if (!text.includes(` ${key} `)) continue;
      if (!places.has(key)) places.set(key, { name, askedBy: [] });
      const url = new URL(note.url, site.base).href;
      places.get(key).askedBy.push({ path: note.path, title: note.title, url, line });
    }
  }
  if (!places.size) return null;
  const longest = [...places.keys()].sort((a, b) => [...b].length - [...a].length || (a < b ? 1 : -1))[0];
  return places.get(longest);
}
