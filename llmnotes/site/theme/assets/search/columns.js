// The facts about all notes and passages that fit into one small file.

/** A passage is known by its place: the order of (path, place in the note). */
export class Columns {
  /** @param {import("./bytes.js").Reader} reader @param {object} head */
  constructor(reader, { notes, passages, dim }) {
    const counts = reader.varints(notes);
    this.passages = passages;
    this.inbound = reader.varints(notes);
    this.highest = this.inbound.reduce((high, one) => Math.max(high, one), 0);
    this.lengths = reader.varints(passages);
    this.average = this.lengths.reduce((sum, one) => sum + one, 0) / passages;
    this.noteOf = Int32Array.from(counts.flatMap((count, note) => Array(count).fill(note)));
    /** For each file of texts, the place after its last passage. */
    this.ends = running(reader.varints(reader.varint()));
    this.#readGroups(reader, dim);
  }

  /** Vectors lie group by group: `order` leads from there to places, `slots` back. */
  #readGroups(reader, dim) {
    const sizes = reader.varints(reader.varint());
    this.groupEnds = running(sizes);
    this.order = Int32Array.from(sizes.flatMap((size) => [...reader.ascending(size)]));
    this.slots = new Int32Array(this.passages);
    this.order.forEach((place, slot) => (this.slots[place] = slot));
    this.steps = reader.halves(dim);
    this.middles = sizes.slice(sizes.length > 1 ? 0 : 1).map(() => reader.codes(dim));
  }

  /** The file of texts in which a passage is, and its place in there. */
  text(place) {
    const file = after(this.ends, place);
    return [file, place - (file ? this.ends[file - 1] : 0)];
  }

  /** The group in which a slot is. */
  group(slot) {
    return after(this.groupEnds, slot);
  }

  /** The first slot of a group. */
  start(group) {
    return group ? this.groupEnds[group - 1] : 0;
  }
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
