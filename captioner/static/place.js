/** Holds the reader's place where nothing follows: whatever makes the text flow anew, the line that was
 *  first in view stays there. */

export class Place {
  /** `free()` tells whether the reader is the one who scrolls. */
  constructor(region, free) {
    this.region = region;
    this.free = free;
    this.held = null;
    region.addEventListener("scroll", () => this.remember(), { passive: true });
    new ResizeObserver(() => this.restore()).observe(region);
    // A typeface comes some time after it was chosen.
    document.fonts.addEventListener("loadingdone", () => this.restore());
    this.remember();
  }

  get top() {
    return this.region.getBoundingClientRect().top + this.region.clientTop;
  }

  get shape() {
    return `${this.region.clientWidth}/${this.region.clientHeight}`;
  }

  /** The first caption in view, how far it is below the edge, and how much of it is above it. */
  remember() {
    // The window turned: then it was not the reader who scrolled.
    if (this.held && this.held.shape !== this.shape) return this.restore();
    const top = this.top;
    const lines = this.region.children;
    let [from, to] = [0, lines.length];
    // Lines stand one below the other: halving finds the first that reaches below the edge.
    while (from < to) {
      const middle = (from + to) >> 1;
      if (lines[middle].getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    const line = lines[from];
    if (!line) return;
    const one = [...line.querySelectorAll(".cue")].find((cue) => cue.getBoundingClientRect().bottom > top) ?? line;
    const box = one.getBoundingClientRect();
    this.held = { one, shape: this.shape, below: Math.max(0, box.top - top), read: Math.max(0, top - box.top) / (box.height || 1) };
  }

  restore() {
    if (!this.free()) {
      // The newest words are followed: where they stand now is the place to leave from.
      this.held = null;
      return this.remember();
    }
    if (!this.held?.one.isConnected) return;
    const { one, below, read } = this.held;
    this.held.shape = this.shape;
    const box = one.getBoundingClientRect();
    const by = Math.round(box.top + read * box.height - below - this.top);
    if (by !== 0) this.region.scrollBy({ top: by, behavior: "instant" });
  }
}
