/** Going from line to line by keys. */
import { say } from "/static/say.js";

const NEEDY = '[data-standing="needs editing"], :has(.todo), :has(.clash), [data-suggestion]';

export class Steps {
  constructor(root, words) {
    Object.assign(this, { root, words });
  }

  /** The line that the focus is in; null for none. */
  get line() {
    return document.activeElement?.closest(".line") ?? null;
  }

  get lines() {
    return [...this.root.querySelectorAll(".line")];
  }

  /** Go to a line: to its text where it has one, else to its heading. */
  go(line) {
    const field = line.querySelector("textarea, input:not([type=hidden])");
    const there = field?.checkVisibility() ? field : line.querySelector(":is(h3, h4)");
    there.focus();
    line.scrollIntoView({ block: "nearest" });
  }

  beside(by) {
    const next = this.nearest(this.lines, by);
    if (next) this.go(next);
  }

  /** The next line that somebody has to look at, all around the page. */
  needy(by) {
    const all = this.lines.filter((one) => one.matches(NEEDY));
    const next = this.nearest(all, by) ?? all.at(by > 0 ? 0 : -1);
    if (!next) return this.words.aloud(say("live.key_no_more"));
    this.go(next);
  }

  /** The line of these that comes next after the focus, or before it. */
  nearest(lines, by) {
    const here = this.line ?? document.activeElement;
    const follows = (one) => Boolean(here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    const precedes = (one) => Boolean(here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
    return by > 0 ? lines.find((one) => one !== here && follows(one)) : lines.findLast((one) => one !== here && precedes(one));
  }

  /** Go to the first caption that the line rests on. */
  proof() {
    const link = this.line?.querySelector(".evidence a");
    if (link) link.focus();
    else this.words.aloud(say("live.key_no_line"));
  }
}
