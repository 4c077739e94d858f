/** The captions for reading at one's own pace: a list of sentences that grows at its end, and nowhere else.
 *  Nothing scrolls, and nothing that stands there is moved or made again, so that a braille display or a screen reader
 *  keeps its place. */
import { correct } from "./corrected.js";
import { clock, put, say } from "./say.js";

export class Own {
  /** `everyMs`: how often at most the count of new sentences changes. */
  constructor(region, everyMs) {
    this.region = region;
    this.lang = region.lang;
    this.end = region.querySelector(".again"); // what comes goes ahead of it
    this.count = document.getElementById("new-count");
    this.link = document.getElementById("new-first");
    document.getElementById("new").hidden = false;
    this.everyMs = everyMs;
    this.told = -Infinity;
    this.timer = 0;
    const items = [...region.querySelectorAll("ol.said > li")];
    this.number = items.length;
    this.seen = items.length; // the last number that was there when the reader last asked for the new ones
    this.list = items.length > 0 && !this.after(items.at(-1).parentElement) ? items.at(-1).parentElement : null;
    this.named = region.querySelector("li[data-speaker]") !== null;
    this.link.addEventListener("click", (event) => {
      event.preventDefault();
      this.go();
    });
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyJ") return;
      event.preventDefault();
      this.go();
    });
  }

  after(list) {
    return list.nextElementSibling !== null && list.nextElementSibling !== this.end;
  }

  /** Take what came through the gate; true if it brought something new to read. */
  take(thing) {
    const take = this[`take_${thing.kind}`];
    return take ? take.call(this, thing) === true : false;
  }

  take_sentence({ speaker, lang, off, gap, parts }) {
    const item = document.createElement("li");
    this.number += 1;
    item.id = `s${this.number}`;
    item.dir = "auto";
    if (lang && lang !== this.lang) item.lang = lang;
    const label = speaker ?? (this.named ? say("captions.unknown") : "");
    if (speaker !== null) {
      item.dataset.speaker = "";
      this.named = true;
    }
    if (off) {
      item.dataset.off = "";
      item.append(`${say("captions.off")} `);
    }
    if (gap !== null && parts[0].at === 0) item.append(`${say("captions.later", { at: clock(parts[0].words[0][0]) })} `);
    if (label) item.append(this.who(label), " ");
    for (const part of parts) item.append(this.passage(part));
    this.put(item);
    this.tell();
    return true;
  }

  who(label) {
    const who = document.createElement("b");
    who.className = "who";
    who.dir = "auto";
    who.textContent = `${label}:`;
    return who;
  }

  passage({ cue, at, words }) {
    const span = document.createElement("span");
    span.className = "cue";
    if (at === 0) span.id = `c${cue}`;
    span.dataset.cue = cue;
    span.dataset.at = words[0][0];
    span.dataset.n = at + words.length;
    span.textContent = words.map((word) => `${word[2]} `).join("");
    return span;
  }

  put(item) {
    if (this.list) return this.list.append(item);
    this.list = document.createElement("ol");
    this.list.className = "said";
    this.list.start = this.number;
    this.list.append(item);
    this.line(this.list);
  }

  line(line) {
    this.region.querySelector(".empty")?.remove();
    this.region.insertBefore(line, this.end);
  }

  take_agenda({ item, from_ms, title }) {
    const id = `i${item}-${from_ms}`;
    if (document.getElementById(id)) return;
    const heading = document.createElement("h2");
    heading.id = id;
    heading.textContent = say("captions.item", { number: item, title: title ?? "" });
    this.list = null;
    this.line(heading);
  }

  take_gap({ gap, from_ms, to_ms, why }) {
    if (document.getElementById(`g${gap}`)) return;
    const line = document.createElement("p");
    line.className = "gap";
    line.id = `g${gap}`;
    line.textContent = say("captions.gap", { from: clock(from_ms), to: clock(to_ms), why: why ?? "" });
    this.list = null;
    this.line(line);
  }

  take_filled({ gap }) {
    const line = document.getElementById(`g${gap}`);
    if (!line || line.dataset.filled !== undefined) return;
    line.dataset.filled = "";
    line.append(` ${say("captions.filled")}`);
  }

  take_correction(frame) {
    const span = [...this.region.querySelectorAll(`[data-cue="${frame.cue}"]`)].at(-1);
    return span !== undefined && correct(span, frame);
  }

  /** Say how many are new, but not more often than a reader may be disturbed. */
  tell() {
    if (this.timer) return;
    const wait = Math.max(0, this.told + this.everyMs - performance.now());
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.told = performance.now();
      put(this.count, String(this.number - this.seen));
    }, wait);
  }

  /** Go to the first sentence that came since this was last done; with none new, to the newest. */
  go() {
    const item = document.getElementById(`s${Math.min(this.seen + 1, this.number)}`);
    if (!item) return;
    this.seen = this.number;
    item.tabIndex = -1;
    item.focus();
    this.tell();
  }
}
