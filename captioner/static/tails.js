/** The unsettled tails as the server believes that we hold them: it sends only what is new of one (kind "more").
 *  A final of a source's newest cue takes as many words off the front of that source's tail as it brings. */
export class Tails {
  constructor() {
    this.tails = new Map(); // source -> {speaker, words, cue}
    this.newest = new Map(); // source -> cue
  }

  /** The frame as the pages take it: what has no kind is final, and what is new of a tail becomes the whole tail; null
   *  if there is nothing to take. */
  whole(told) {
    const frame = told.kind ? told : { ...told, kind: "final" };
    if (frame.kind === "final") this.settle(frame);
    if (frame.kind === "partial") this.begin(frame);
    return frame.kind === "more" ? this.goOn(frame) : frame;
  }

  settle({ cue, source, words }) {
    if (source != null) this.newest.set(source, cue);
    for (const [of, newest] of this.newest) if (newest === cue) this.tails.get(of)?.words.splice(0, words.length);
  }

  begin({ source, speaker, cue, text }) {
    if (cue != null) this.newest.set(source, cue);
    this.tails.set(source, { speaker, words: split(text) });
  }

  goOn({ source, at, text }) {
    const tail = this.tails.get(source);
    if (!tail || (at ?? 0) > tail.words.length) return null; // it comes whole again soon
    tail.words.splice(at ?? tail.words.length, Infinity, ...split(text));
    return { seq: null, kind: "partial", source, speaker: tail.speaker, text: tail.words.join(" ") };
  }
}

const split = (text) => (text ? text.split(" ") : []);
