/** When the page is drawn anew: at most three times in any second, and settled words ahead of the unsettled ones. */

const SECOND = 1000;
const MOST = 3;

export class Painter {
  /** `draw(frames)` is called with everything that came since the last time. */
  constructor(draw) {
    this.draw = draw;
    this.waiting = [];
    this.drawn = []; // the times of the last draws
    this.timer = 0;
    this.due = Infinity;
  }

  take(frame) {
    this.waiting.push(frame);
    const now = performance.now();
    const due = this.when(now, frame.kind !== "partial" && frame.kind !== "health");
    if (due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.now(), Math.max(0, due - now));
  }

  /** The unsettled tail always leaves one draw of the second to words that are settled: those are waited for. */
  when(now, urgent) {
    const before = this.drawn.at(urgent ? -MOST : 1 - MOST) ?? -Infinity;
    return Math.max(now, before + SECOND);
  }

  now() {
    this.timer = 0;
    this.due = Infinity;
    this.drawn = [...this.drawn.slice(1 - MOST), performance.now()];
    const frames = this.waiting;
    this.waiting = [];
    this.draw(frames);
  }
}
