/** Settled words a finished sentence at a time. The same rules are in captioner/sentences.py, which explains them;
 *  tests/data/sentences.json tries both. */

const PAUSE_MS = 3000;
const LONG = 300;
const TOO_LONG = 360;
const STOP = /[.?!\u2026\u3002\uff1f\uff01\u061f\u06d4\u0964]$/;
const COMMA = /[,;:\u2013\u2014\u060c\u3001\uff0c]$/;
const CLOSERS = /["')\]}\u201d\u2019\u00bb]+$/;
const OPENERS = /^["'([{\u201c\u2018\u00ab\u00bf\u00a1]+/;
const INITIALS = /^(\p{Lu}\.)+$/u;
const SHORT = new Set("dr. mr. mrs. ms. prof. e.g. i.e. vs. st. approx.".split(" "));

/** Whether a sentence ends at this word; `first`: it also begins there. */
export function ends(word, first = false) {
  let bare = word.replace(CLOSERS, "");
  if (!STOP.test(bare)) return false;
  if (!bare.endsWith(".")) return true;
  bare = bare.replace(OPENERS, "");
  if (bare === "No.") return first;
  return !SHORT.has(bare.toLowerCase()) && !INITIALS.test(bare);
}

/** Where sentences grow: one lane for what is said now, one for each gap that is filled meanwhile. */
class Lane {
  constructor(cue, opening) {
    this.cue = cue;
    this.opening = opening;
    this.end = null;
    this.heard = 0;
    this.turn = true;
    this.length = 0;
    this.parts = [];
  }

  enter(cue, opening, start) {
    const before = this.opening;
    const other = ["speaker", "source", "off"].some((name) => before[name] !== opening[name]);
    const breaks = other || (this.end !== null && start - this.end > PAUSE_MS);
    const done = breaks || before.lang !== opening.lang ? this.finish() : [];
    this.turn ||= breaks;
    this.cue = cue;
    this.opening = opening;
    return done;
  }

  add(at, word) {
    const first = this.parts.length === 0;
    if (first || this.parts.at(-1).cue !== this.cue) this.parts.push({ cue: this.cue, at, words: [] });
    this.parts.at(-1).words.push(word);
    this.end = Math.max(this.end ?? 0, word[1]);
    this.length += [...word[2]].length + 1;
    const overlong = this.length > TOO_LONG || (this.length > LONG && COMMA.test(word[2]));
    return overlong || ends(word[2], first) ? this.finish() : [];
  }

  finish() {
    if (this.parts.length === 0) return [];
    const text = this.parts.flatMap((part) => part.words.map((word) => word[2])).join(" ");
    const done = { ...this.opening, kind: "sentence", turn: this.turn, parts: this.parts, text };
    this.parts = [];
    this.turn = false;
    this.length = 0;
    return [done];
  }
}

/** Takes final frames in their order, gives each sentence once, as soon as it is finished:
 *  {speaker, source, lang, gap, off, turn, parts: [{cue, at, words}], text}. */
export class Sentences {
  /** `have`: how many words of each cue are held already, a Map. */
  constructor(have = new Map()) {
    this.have = have;
    this.cues = new Map(); // cue -> its opening
    this.lanes = new Map(); // gap, or null for what is said now -> Lane
  }

  /** Go on from the words that the server holds back: those before `at` are read. */
  resume(frame) {
    this.have.set(frame.cue, frame.at);
    this.know(frame);
    const opening = this.cues.get(frame.cue);
    const lane = this.lanes.get(opening.gap) ?? new Lane(frame.cue, opening);
    lane.turn &&= frame.at === 0;
    this.lanes.set(opening.gap, lane);
  }

  know({ cue, speaker = null, source, lang, gap = null, off = false }) {
    if (source !== undefined && !this.cues.has(cue)) this.cues.set(cue, { speaker, source, lang, gap, off });
  }

  take(frame, now = 0) {
    this.know(frame);
    const opening = this.cues.get(frame.cue);
    if (!opening) return [];
    const have = this.have.get(frame.cue) ?? frame.at;
    const words = have < frame.at ? [] : frame.words.slice(have - frame.at);
    if (words.length === 0) return [];
    const done = [];
    let lane = this.lanes.get(opening.gap);
    if (!lane) this.lanes.set(opening.gap, (lane = new Lane(frame.cue, opening)));
    else if (lane.cue !== frame.cue) done.push(...lane.enter(frame.cue, opening, words[0][0]));
    words.forEach((word, i) => done.push(...lane.add(have + i, word)));
    lane.heard = now;
    this.have.set(frame.cue, have + words.length);
    return done;
  }

  /** Break the turn of what is said now, for a heading or a gap. */
  close() {
    const lane = this.lanes.get(null);
    if (!lane) return [];
    const done = lane.finish();
    lane.turn = true;
    return done;
  }

  /** The sentences to which nothing came since `before`. */
  quiet(before) {
    return this.idle(before).flatMap((lane) => lane.finish());
  }

  idle(before) {
    return [...this.lanes.values()].filter((lane) => lane.parts.length > 0 && lane.heard <= before);
  }

  get open() {
    return (this.lanes.get(null)?.parts.length ?? 0) > 0;
  }

  /** Whether words of this cue wait for the end of their sentence. */
  holds(cue) {
    return [...this.lanes.values()].some((lane) => lane.parts.some((part) => part.cue === cue));
  }
}
