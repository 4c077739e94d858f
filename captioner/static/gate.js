/** Stands between the stream and those who read or listen in sentences: finals go in, finished sentences come out,
 *  and everything else in its place between them. Unsettled tails do not come through. */
import { Sentences } from "./sentences.js";

const HEADING_MS = 3000;
const CHECK_MS = 500;

export class Gate {
  /** `waiting`: the frames that the server holds back. `quietMs`: how long nothing may come before what is there
   *  counts as finished. `due()` is called when that is so: a frame {kind: "quiet"} is then to be given to `take`. */
  constructor(region, waiting, quietMs, due) {
    this.sentences = new Sentences(held(region));
    this.quietMs = quietMs;
    this.corrections = []; // of words that wait
    this.headings = []; // {frame, came}
    for (const frame of waiting) if (frame.kind === "final") this.sentences.resume(frame);
    this.first = waiting;
    setInterval(() => this.ripe() && due(), CHECK_MS);
  }

  ripe() {
    const now = performance.now();
    if (this.first.length > 0 || this.sentences.idle(now - this.quietMs).length > 0) return true;
    return this.headings.length > 0 && !this.sentences.open && now - this.headings[0].came >= HEADING_MS;
  }

  /** The sentences and other frames that can be read now that this frame is there, in their order. */
  take(frame) {
    const take = this[`take_${frame.kind}`];
    const out = this.first.splice(0).flatMap((one) => this[`take_${one.kind}`](one));
    return [...out, ...(take ? take.call(this, frame) : [frame])];
  }

  take_partial() {
    return [];
  }

  take_final(frame) {
    const out = [];
    const start = frame.words[0]?.[0];
    const opens = frame.at === 0 && frame.gap == null && !this.sentences.have.has(frame.cue);
    // A heading stands ahead of the first words spoken after it was set, and ends the sentence before it.
    while (opens && this.headings.length > 0 && this.headings[0].frame.from_ms <= start) {
      out.push(...this.sentences.close(), this.headings.shift().frame);
    }
    out.push(...this.sentences.take(frame, performance.now()));
    return [...out, ...this.behind()];
  }

  take_quiet() {
    return [...this.sentences.quiet(performance.now() - this.quietMs), ...this.behind()];
  }

  take_agenda(frame) {
    const same = ({ frame: one }) => one.item === frame.item && one.from_ms === frame.from_ms;
    if (!this.headings.some(same)) this.headings.push({ frame, came: performance.now() });
    return [];
  }

  take_gap(frame) {
    const out = this.sentences.close();
    while (this.headings[0]?.frame.from_ms <= frame.from_ms) out.push(this.headings.shift().frame);
    return [...out, ...this.behind(), frame];
  }

  take_correction(frame) {
    this.corrections.push(frame);
    return this.behind();
  }

  /** What waited for words that are out now: corrections of them, and headings whose words do not come. */
  behind() {
    const ready = this.corrections.filter((frame) => !this.sentences.holds(frame.cue));
    this.corrections = this.corrections.filter((frame) => this.sentences.holds(frame.cue));
    while (!this.sentences.open && performance.now() - this.headings[0]?.came >= HEADING_MS) {
      this.sentences.close();
      ready.push(this.headings.shift().frame);
    }
    return ready;
  }
}

/** The captions of a page, to be given what comes through the gate. */
export class InSentences {
  constructor(captions) {
    this.captions = captions;
  }

  /** Take a sentence or another frame; true if it brought something new to read. */
  take(thing) {
    if (thing.kind !== "sentence") {
      const fresh = this.captions.take(thing);
      // The gate has waited for the words behind the heading.
      if (thing.kind === "agenda") this.captions.placeHeadings(Infinity);
      return fresh;
    }
    const { parts, ...said } = thing;
    return parts.map((part) => this.captions.take({ ...said, ...part, kind: "final" })).includes(true);
  }
}

/** How many words of each cue the page shows already. */
function held(region) {
  const have = new Map();
  for (const span of region.querySelectorAll(".cue")) {
    const cue = Number(span.dataset.cue ?? span.id.slice(1));
    have.set(cue, Math.max(have.get(cue) ?? 0, Number(span.dataset.n)));
  }
  return have;
}
