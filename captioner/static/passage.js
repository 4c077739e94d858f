/** A passage with who said it, when, and the address at which it stays. */
import { cueOf, isOff, numberOf, speakerOf, timeOf } from "./places.js";
import { say } from "./say.js";

export class Passages {
  /** `about`: {title, day, address} of the meeting; the address is that of its transcript. */
  constructor(places, about) {
    this.places = places;
    this.about = about;
    this.selected = null;
    this.caret = null; // the cue where the reader is, by a selection, a caret or the focus
    document.addEventListener("selectionchange", () => this.see());
    places.region.addEventListener("focusin", ({ target }) => {
      if (target !== places.region) this.caret = [...target.querySelectorAll(".cue")].at(-1) ?? this.caret;
    });
  }

  /** Hold what is selected: a press on a button may take the selection away. */
  see() {
    const selection = getSelection();
    const region = this.places.region;
    if (selection.rangeCount === 0 || !region.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    this.caret = cueOf(range.endContainer) ?? this.caret;
    this.selected = range.collapsed || this.passage(range).parts.length === 0 ? null : range.cloneRange();
  }

  /** The passage in a range of the captions: {parts: [{speaker, words}], cue, off}. */
  passage(range) {
    const found = { parts: [], cue: null, off: false };
    let line = null;
    for (const cue of this.places.region.querySelectorAll(".cue")) {
      const words = range.intersectsNode(cue) ? clip(range, cue) : "";
      if (!words) continue;
      if (isOff(cue)) {
        found.off = true;
        continue;
      }
      found.cue ??= cue;
      const speaker = speakerOf(cue);
      if (line !== null && found.parts.at(-1).speaker === speaker) found.parts.at(-1).words += ` ${words}`;
      else found.parts.push({ speaker, words });
      line = cue;
    }
    return found;
  }

  ofCue(cue) {
    const range = document.createRange();
    range.selectNodeContents(cue);
    return this.passage(range);
  }

  /** The text that is copied. */
  text({ parts, cue }) {
    const { title, day } = this.about;
    const from = say("back.passage_from", { title, date: day, time: timeOf(cue) });
    const address = new URL(`${this.about.address}#c${numberOf(cue)}`, location.href).href;
    const [{ speaker, words }] = parts;
    if (parts.length === 1 && speaker) return say("back.passage_one", { words, speaker, from, address });
    const said = parts.map((part) => say(part.speaker ? "back.passage_by" : "back.passage", part));
    return say("back.passage_many", { words: said.join("\n"), from, address });
  }
}

function clip(range, cue) {
  const part = document.createRange();
  part.selectNodeContents(cue);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString().replace(/\s+/g, " ").trim();
}
