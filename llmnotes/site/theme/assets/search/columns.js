// The facts about all notes and passages that fit into one small file.

/** A passage is known by its place: the order of (path, place in the note). */
export class Columns {
  /** @param {import("./bytes.js").Reader} reader @param {object} head */
  constructor(reader, { notes, passages, dim, groups }) {
    const counts = reader.varints(notes);
    this.passages = passages;
    this.inbound = reader.varints(notes);
    this.highest = this.inbound.reduce((high, one) => Math.max(high, one), 0);
    this.lengths = reader.varints(passages);
    this.average = this.lengths.reduce((sum, one) => sum + one, 0) / passages;
    this.noteOf = Int32Array.from(counts.flatMap((count, note) => Array(count).fill(note)));
    /** For each file of texts, the place after its last passage. */
    this.ends = running(reader.varints(reader.varint()));
    this.#fileByGroup(groups > 1 ? reader.varints(passages) : Array(passages).fill(0), groups);
    /** The step of each dimension, and the middles from which steps are counted. */
    this.steps = reader.halves(dim);
    this.middles = middles(reader, dim, groups);
  }

  /** Vectors lie group by group: `order` leads from there to places, `slots` back. */
  #fileByGroup(groupOf, groups) {
    const sizes = Array(groups).fill(0);
    for (const group of groupOf) sizes[group]++;
    this.groupOf = groupOf;
    this.groupEnds = running(sizes);
    const next = sizes.map((_, group) => this.start(group));
    this.slots = Int32Array.from(groupOf, (group) => next[group]++);
    this.order = new Int32Array(this.passages);
    this.slots.forEach((slot, place) => (this.order[slot] = place));
  }

  /** The file of texts in which a passage is, and its place in there. */
  text(place) {
    const file = after(this.ends, place);
    return [file, place - (file ? this.ends[file - 1] : 0)];
  }

  /** The first slot of a group. */
  start(group) {
    return group ? this.groupEnds[group - 1] : 0;
  }
}

/** The middle of all vectors, and how that of each group differs. @returns {Float32Array[]} */
function middles(reader, dim, groups) {
  const whole = reader.codes(dim);
  if (groups < 2) return [whole];
  return Array.from({ length: groups }, () => reader.codes4(dim).map((own, i) => own + whole[i]));
}

function running(numbers) {
  let sum = 0;
  return numbers.map((number) => (sum += number));
}

/** How many of the ascending `ends` are at or before `at`. */
function after(ends, at) {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
