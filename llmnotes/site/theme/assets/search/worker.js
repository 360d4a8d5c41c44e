// The theme's search worker: speaks the messages of mkdocs-material (setup, ready, query, result).

import { escaped } from "./snippet.js";
import { open } from "./search.js";

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;
const HITS = 10;
const LISTED = 30; // where filters stand alone
const MOST_WORDS = 12; // in an address

const base = new URL("../../", import.meta.url);
let site;
let latest = 0;

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) postMessage({ type: READY });
  if (type !== QUERY) return;
  const turn = ++latest;
  try {
    const items = await answer(data);
    if (turn === latest) postMessage({ type: RESULT, data: { items } });
  } catch (error) {
    if (turn === latest) postMessage({ type: RESULT, data: { items: [] }, error: String(error) });
  }
});

/** Groups of results as the theme draws them: a note, then the sections of it that were found. */
async function answer(text) {
  if (!text.trim()) return [];
  site ??= open(base).catch((error) => {
    site = undefined; // so that the next query tries again
    throw error;
  });
  const searched = await site;
  const hits = await searched.searchTyped(text, { k: HITS, listed: LISTED, complete: true });
  const notes = new Map();
  for (const hit of hits) notes.set(hit.path, [...(notes.get(hit.path) ?? []), hit]);
  return [...notes.values()].map((own) => group(own, (title) => escaped(searched.plain(title))));
}

/**
 * @param {import("./search.js").Hit[]} hits of one note, best first
 * @param {(title: string) => string} shown what makes a title HTML
 */
function group(hits, shown) {
  const page = hits[0].url.split("#")[0];
  const intro = hits.findIndex((hit) => !hit.url.includes("#"));
  const note = item(hits[intro] ?? hits[0], page, shown(hits[0].title));
  if (intro !== 0) note.text = "";
  note.score = hits[0].score;
  const others = hits.filter((_, place) => place !== intro);
  return [note, ...others.map((hit) => item(hit, hit.url, shown(hit.heading.at(-1) ?? hit.title)))];
}

/** The address of a hit with the words that its page is to mark; see found.js. */
function marking(location, words) {
  const url = new URL(location);
  if (words.length) url.searchParams.set("h", words.slice(0, MOST_WORDS).join(" "));
  return url.href;
}

function item(hit, location, title) {
  return { location: marking(location, hit.words), title, text: hit.html, score: hit.score, terms: {} };
}
