/** Where things stand among the captions: lines, cues, who spoke, and how to bring a place into view. */
import { clock, say } from "./say.js";

const LINES = ".turn, .gap, li, p, h2, h3";
const SENTENCE_END = /[.?!\u2026]["')\]\u201d\u2019]*$/;
const LONG = 90;

const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

export class Places {
  /** `follow` is null where nothing scrolls by itself. */
  constructor(region, follow) {
    this.region = region;
    this.follow = follow;
  }

  /** Every settled line, the agenda headings too. */
  lines() {
    const all = [...this.region.querySelectorAll(LINES)];
    return all.filter((line) => !line.matches(".provisional, .provisional *, .empty") && !line.querySelector(LINES));
  }

  cues() {
    return [...this.region.querySelectorAll(".cue")].filter((cue) => wordsOf(cue));
  }

  /** The newest caption that is finished, as far as one can see it from here. */
  newest() {
    const cues = this.cues().filter((cue) => !isOff(cue));
    const last = cues.at(-1);
    return last && !SENTENCE_END.test(wordsOf(last)) ? (cues.at(-2) ?? last) : last;
  }

  /** The last caption that can be seen, whole if possible. */
  visible() {
    const { top, bottom } = this.box();
    const boxes = this.cues().map((cue) => [cue, cue.getBoundingClientRect()]);
    const whole = boxes.findLast(([, box]) => box.bottom <= bottom + 2 && box.bottom > top);
    return (whole ?? boxes.findLast(([, box]) => box.top < bottom && box.bottom > top))?.[0];
  }

  shows(cue) {
    const { top, bottom } = this.box();
    const box = cue.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  }

  /** What of the captions is in the window. */
  box() {
    const { top, bottom } = this.region.getBoundingClientRect();
    return { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
  }

  /** Bring a range or an element into view. From here on the reader's place is theirs: new words don't move it. */
  show(what) {
    this.follow?.leave();
    if (!this.follow) {
      (what.startContainer ? element(what.startContainer) : what).scrollIntoView({ block: "center" });
      return;
    }
    this.region.scrollIntoView({ block: "nearest" });
    const { top, height } = this.region.getBoundingClientRect();
    this.region.scrollTop += what.getBoundingClientRect().top - top - height / 3;
  }

  /** Show a line and put the focus there, so that reading goes on from it. */
  enter(what) {
    const line = lineOf(what.startContainer ?? what);
    this.show(what);
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
  }
}

export const cueOf = (node) => element(node)?.closest(".cue") ?? null;
export const lineOf = (node) => element(node).closest(LINES);

/** The settled words of a cue, without what was said about it later. */
export const wordsOf = (cue) => (cue.firstChild?.data ?? "").trim();

export const numberOf = (cue) => Number((cue.dataset.cue ?? cue.id).replace(/\D/g, ""));
export const timeOf = (cue) => clock(Number(cue.dataset.at));
export const isOff = (cue) => cue.closest("[data-off]") !== null;

/** Who spoke, in the words of the captions; "" where nobody has a name. */
export function speakerOf(cue) {
  const item = cue.closest("li");
  if (item) return item.querySelector(".who")?.textContent.slice(0, -1) ?? "";
  const { speaker, labelled } = cue.closest("[data-speaker], [data-labelled]")?.dataset ?? {};
  return speaker ?? (labelled === undefined ? "" : say("captions.unknown"));
}

/** Words as they are told in a status line: in quotation marks, not endless, without half words. */
export function brief(words) {
  const short = words.length > LONG ? `${words.slice(0, LONG).replace(/\s+\S*$/, "")}\u2026` : words;
  return `\u201c${short}\u201d`;
}

/** Say something in a status line, also when it says the same already. */
export function tell(place, text) {
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 50);
}
