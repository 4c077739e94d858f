/** The captions as they stand on the page. What is settled is never changed, moved or made again:
 *  words are appended to the last cue, and only the last paragraph grows. */
import { correct } from "./corrected.js";
import { clock, put, say } from "./say.js";

const PAUSE_MS = 3000;
const LONG = 300;
const TOO_LONG = 600;
const HEADING_MS = 3000;
const SENTENCE_END = /[.?!\u2026]["')\]\u201d\u2019]?$/;

export class Captions {
  constructor(region, off) {
    this.region = region;
    this.lang = region.lang;
    this.empty = region.querySelector(".empty");
    this.turn = [...region.querySelectorAll(".turn")].at(-1) ?? null;
    this.known = new Set();
    for (const turn of region.querySelectorAll(".turn[data-speaker]")) this.known.add(turn.dataset.speaker);
    this.headings = []; // waiting for the words that follow them
    this.tails = new Map(); // source -> {speaker, text, place}
    this.off = off; // off the record: what is said now is kept nowhere
  }

  /** Take one event; true if it brought something new to read. */
  take(frame) {
    const take = this[`take_${frame.kind}`];
    return take ? take.call(this, frame) === true : false;
  }

  take_final(frame) {
    this.trimTail(frame);
    let span = document.getElementById(`c${frame.cue}`);
    if (!span) span = this.open(frame);
    const have = Number(span.dataset.n);
    const words = frame.words.slice(have - frame.at);
    if (have < frame.at || words.length === 0) return false;
    span.firstChild.appendData(words.map((word) => `${word[2]} `).join(""));
    span.dataset.n = have + words.length;
    const turn = span.parentElement;
    turn.dataset.end = Math.max(Number(turn.dataset.end), ...words.map((word) => word[1]));
    return have === 0;
  }

  open(frame) {
    const speaker = frame.speaker ?? null;
    const start = frame.words[0][0];
    if (frame.gap == null) this.placeHeadings(start);
    if (!this.turn || this.breaks(frame, speaker, start)) this.startTurn(frame, speaker, start);
    const span = document.createElement("span");
    span.className = "cue";
    span.id = `c${frame.cue}`;
    span.dataset.at = start;
    span.dataset.n = 0;
    if (frame.lang && frame.lang !== this.lang) span.lang = frame.lang;
    span.append(document.createTextNode(""));
    const tail = this.turn.querySelector(":scope > .tail");
    this.turn.insertBefore(span, tail);
    return span;
  }

  breaks(frame, speaker, start) {
    const turn = this.turn;
    if ((turn.dataset.off !== undefined) !== Boolean(frame.off)) return true;
    if (turn.dataset.closed !== undefined || turn.dataset.gap !== (frame.gap == null ? undefined : String(frame.gap))) return true;
    if ((turn.dataset.speaker ?? null) !== speaker || turn.dataset.source !== (frame.source ?? "")) return true;
    if (start - Number(turn.dataset.end) > PAUSE_MS) return true;
    const text = this.settled(turn);
    return text.length > TOO_LONG || (text.length > LONG && SENTENCE_END.test(text));
  }

  settled(turn) {
    return [...turn.querySelectorAll(".cue")].map((cue) => cue.firstChild.data).join("").trimEnd();
  }

  startTurn(frame, speaker, start) {
    const before = this.turn;
    const turn = document.createElement("p");
    turn.className = "turn";
    turn.dir = "auto";
    turn.dataset.source = frame.source ?? "";
    turn.dataset.end = start;
    if (frame.gap != null) {
      turn.dataset.gap = frame.gap;
      turn.classList.add("later");
      turn.append(`${say("captions.later", { at: clock(start) })} `);
    }
    if (frame.off) {
      turn.dataset.off = "";
      turn.classList.add("off");
      turn.append(`${say("captions.off")} `);
    }
    if (speaker !== null) turn.dataset.speaker = speaker;
    const changed = !before || (before.dataset.speaker ?? null) !== speaker || before.dataset.labelled === undefined;
    const label = this.label(speaker);
    if (label) turn.dataset.labelled = "";
    if (label && (changed || before.dataset.closed !== undefined)) turn.append(this.who(label), " ");
    if (speaker !== null) this.known.add(speaker);
    this.addLine(turn);
    this.turn = turn;
    for (const tail of this.tails.values()) this.place(tail);
  }

  /** What stands before the words: a name; nothing for a room in which nobody was ever named. */
  label(speaker) {
    if (speaker !== null) return speaker;
    return this.known.size > 0 ? say("captions.unknown") : "";
  }

  who(label) {
    const who = document.createElement("b");
    who.className = "who";
    who.dir = "auto"; // a name in another script does not turn the direction of the line
    who.textContent = `${label}:`;
    return who;
  }

  /** Append a settled line: after everything settled, ahead of what is still provisional. */
  addLine(line) {
    this.empty?.remove();
    this.region.insertBefore(line, this.region.querySelector(":scope > .provisional"));
  }

  closeTurn() {
    if (!this.turn) return;
    this.turn.dataset.closed = "";
    for (const tail of this.tails.values()) this.place(tail);
  }

  take_partial(frame) {
    const tail = this.tails.get(frame.source) ?? { source: frame.source, holder: null };
    tail.speaker = frame.speaker ?? null;
    tail.text = frame.text;
    this.tails.set(frame.source, tail);
    this.place(tail);
    return false;
  }

  /** Show a tail right after its source's last words, or in a paragraph of its own below. */
  place(tail) {
    const turn = this.turn;
    const inline =
      turn !== null && turn.dataset.closed === undefined && turn.dataset.gap === undefined &&
      (turn.dataset.off !== undefined) === this.off &&
      turn.dataset.source === tail.source && (turn.dataset.speaker ?? null) === tail.speaker;
    const astray = tail.inline !== inline || (inline && tail.holder?.parentElement !== turn);
    if (tail.holder && (!tail.text || astray)) {
      tail.holder.remove();
      tail.holder = null;
    }
    if (!tail.text) return;
    if (!tail.holder) this.makeTail(tail, inline);
    put(tail.element, tail.text);
  }

  makeTail(tail, inline) {
    tail.inline = inline;
    tail.element = document.createElement("span");
    tail.element.className = "tail";
    tail.holder = tail.element;
    if (inline) return this.turn.append(tail.element);
    tail.holder = document.createElement("p");
    tail.holder.className = "provisional";
    const label = this.label(tail.speaker);
    if (label) tail.holder.append(this.who(label), " ");
    tail.holder.append(tail.element);
    this.empty?.remove();
    this.region.append(tail.holder);
  }

  /** Words that are settled now are not shown a second time while their tail is on its way. */
  trimTail(frame) {
    const opened = document.getElementById(`c${frame.cue}`)?.parentElement;
    const tail = this.tails.get(frame.source ?? opened?.dataset.source);
    if (!tail || !tail.text) return;
    const bare = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const words = tail.text.split(" ");
    const same = frame.words.every((word, i) => bare(words[i] ?? "") === bare(word[2]));
    tail.text = same ? words.slice(frame.words.length).join(" ") : "";
    this.place(tail);
  }

  take_record(frame) {
    this.off = !frame.on;
    for (const tail of this.tails.values()) this.place(tail);
    return false;
  }

  take_correction(frame) {
    const span = document.getElementById(`c${frame.cue}`);
    return span !== null && correct(span, frame);
  }

  take_gap(frame) {
    if (document.getElementById(`g${frame.gap}`)) return false;
    const line = document.createElement("p");
    line.className = "gap";
    line.id = `g${frame.gap}`;
    const holes = { from: clock(frame.from_ms), to: clock(frame.to_ms), why: frame.why ?? "" };
    line.textContent = say("captions.gap", holes);
    this.closeTurn();
    this.addLine(line);
    return true;
  }

  take_filled(frame) {
    const line = document.getElementById(`g${frame.gap}`);
    if (line && line.dataset.filled === undefined) {
      line.dataset.filled = "";
      line.append(` ${say("captions.filled")}`);
    }
    return false;
  }

  /** A heading stands ahead of the first words spoken after it was set: words come later than the host's click. */
  take_agenda(frame) {
    if (document.getElementById(headingId(frame)) || this.headings.some((one) => headingId(one) === headingId(frame))) return;
    this.headings.push(frame);
    setTimeout(() => this.placeHeadings(Infinity), HEADING_MS);
  }

  placeHeadings(start) {
    while (this.headings.length > 0 && this.headings[0].from_ms <= start) {
      const frame = this.headings.shift();
      const heading = document.createElement("h2");
      heading.id = headingId(frame);
      heading.textContent = say("captions.item", { number: frame.item, title: frame.title ?? "" });
      this.closeTurn();
      this.addLine(heading);
    }
  }
}

const headingId = (frame) => `i${frame.item}-${frame.from_ms}`;
