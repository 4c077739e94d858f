/** The panel "Search and save": search, passages with their address, the reader's mark, the agenda. */
import { Mark } from "./mark.js";
import { Passages } from "./passage.js";
import { brief, cueOf, lineOf, Places, speakerOf, tell, wordsOf } from "./places.js";
import { given, put, say } from "./say.js";
import { Search } from "./search.js";
import { Steps } from "./steps.js";

const AROUND = 40; // letters on either side
const at = (id) => document.getElementById(id);

export class Back {
  constructor(region, follow, panels) {
    this.sheet = at("sheet-back");
    this.panels = panels;
    const { title, day, address } = this.sheet.dataset;
    this.places = new Places(region, follow);
    this.search = new Search(this.places);
    this.passages = new Passages(this.places, { title, day, address });
    this.mark = new Mark(this.places, given.meeting);
    this.steps = new Steps(at("steps"), (id) => this.toHeading(id));
    at("back-live").hidden = false;
    this.listen();
    this.draw();
  }

  listen() {
    const on = (id, act) => at(id).addEventListener("click", () => act());
    at("find").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(false);
    });
    at("find-words").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      this.find(true);
    });
    on("find-previous", () => this.find(true));
    on("find-go", () => this.hit && this.places.enter(this.hit));
    on("find-copy", () => this.hit && this.copyOf(this.passages.ofCue(cueOf(this.hit.startContainer))));
    on("copy", () => this.copy());
    on("place-mark", () => this.setMark());
    on("place-go", () => this.toMark());
    document.addEventListener("selectionchange", () => this.draw());
  }

  /** New frames: only the agenda is shown here as it goes on. */
  take(frame) {
    this.steps.take(frame);
    at("agenda-title").hidden = at("steps").children.length === 0;
  }

  draw() {
    put(at("copy"), say(this.passages.selected ? "back.copy_selected" : "back.copy_newest"));
    at("place-go").setAttribute("aria-disabled", String(!this.mark.cue));
  }

  /** Say what became of it where the reader is: in the panel, or beside the bar while it is closed. */
  tell(id, text) {
    tell(this.sheet.hidden ? at("did") : at(id), text);
    if (!this.sheet.hidden) put(at("did"), "");
  }

  toSearch() {
    this.panels.open("back");
    at("find-words").focus();
    at("find-words").select();
  }

  find(back) {
    const words = at("find-words").value.trim();
    const found = this.search.step(words, back);
    this.hit = found?.hit ?? null;
    at("find-then").hidden = !found;
    if (!found) return tell(at("find-said"), words ? say("back.found_none", { words }) : "");
    // A heading or a name is no caption: it can be gone to, but there is nothing to copy.
    at("find-copy").hidden = cueOf(found.hit.startContainer) === null;
    this.places.show(found.hit);
    tell(at("find-said"), say(found.round ? "back.found_round" : "back.found", { ...found, words: around(found.hit) }));
  }

  copy() {
    const newest = this.places.newest();
    if (this.passages.selected) return this.copyOf(this.passages.passage(this.passages.selected));
    return newest ? this.copyOf(this.passages.ofCue(newest)) : this.tell("copy-said", say("back.copy_nothing"));
  }

  async copyOf(passage) {
    at("copy-by-hand").hidden = true;
    if (!passage.cue) return this.tell("copy-said", say(passage.off ? "back.copy_off" : "back.copy_nothing"));
    const text = this.passages.text(passage);
    try {
      await navigator.clipboard.writeText(text);
      this.tell("copy-said", say("back.copied", { words: brief(passage.parts.map((part) => part.words).join(" ")) }));
    } catch {
      // No clipboard without https, or the reader refused it.
      this.byHand(text);
    }
  }

  byHand(text) {
    this.panels.open("back");
    at("copy-by-hand").hidden = false;
    at("copy-text").value = text;
    at("copy-text").focus();
    at("copy-text").select();
    this.tell("copy-said", say("back.copy_by_hand"));
  }

  setMark() {
    const { selected, caret } = this.passages;
    const seen = this.places.visible();
    // A caret that was left behind on the way is no place any more; what is selected is meant.
    const cue = caret && (selected || !seen || this.places.shows(caret)) ? caret : seen;
    if (!cue) return this.tell("place-said", say("back.marked_none"));
    this.mark.set(cue);
    this.passages.caret = null;
    this.draw();
    this.tell("place-said", say("back.marked", { words: brief(wordsOf(cue)) }));
  }

  toMark() {
    const { cue } = this.mark;
    if (!cue) return this.tell("place-said", say("back.gone_none"));
    this.places.enter(cue);
    this.tell("place-said", say("back.gone", { words: brief(wordsOf(cue)) }));
  }

  toHeading(id) {
    const heading = at(id);
    if (heading) this.places.enter(heading);
    else this.tell("place-said", say("back.item_soon"));
  }
}

/** The words around a place, and whose they are, for those who do not see it marked. */
function around(hit) {
  const cue = cueOf(hit.startContainer);
  const line = lineOf(hit.startContainer);
  const before = document.createRange();
  const who = cue && line.querySelector(".who");
  if (who) before.setStartAfter(who);
  else before.setStart(line, 0);
  before.setEnd(hit.startContainer, hit.startOffset);
  const after = document.createRange();
  after.selectNodeContents(line);
  after.setStart(hit.endContainer, hit.endOffset);
  const [ahead, behind] = [before, after].map((range) => range.toString().replace(/\s+/g, " "));
  const from = ahead.length > AROUND ? `\u2026${ahead.slice(-AROUND).replace(/^\S*\s?/, "")}` : ahead.trimStart();
  const to = behind.length > AROUND ? `${behind.slice(0, AROUND).replace(/\s\S*$/, "")}\u2026` : behind.trimEnd();
  const speaker = cue ? speakerOf(cue) : "";
  return `${speaker && `${speaker}: `}\u201c${from}${hit}${to}\u201d`;
}
