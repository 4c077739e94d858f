/** Keeps the newest words in view while the reader follows, and leaves the reader alone otherwise. */
import { say } from "./say.js";

const NEAR = 24;

export class Follow {
  constructor(region, button) {
    this.region = region;
    this.button = button;
    this.live = true;
    this.unread = 0;
    this.last = 0;
    region.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.pin()).observe(region);
    button.addEventListener("click", () => this.jump(true));
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyJ") return;
      event.preventDefault();
      this.jump(true);
    });
    if (!location.hash) {
      this.jump(false);
      // On a small screen, or enlarged four times, the captions may begin below the edge.
      if (region.getBoundingClientRect().bottom > innerHeight) region.scrollIntoView({ block: "end" });
    }
    this.scrolled();
    this.show();
  }

  /** The reader is at the end: live. The reader went up: not live, until the end is reached again. */
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.region;
    const end = scrollHeight - clientHeight - scrollTop <= NEAR;
    if (end) this.unread = 0;
    if (end || scrollTop < this.last - 1 || (this.last === 0 && location.hash)) this.live = end;
    this.last = scrollTop;
    this.show();
  }

  /** Tell that the captions grew, by so many new ones. */
  grown(count) {
    if (this.live) return this.pin();
    this.unread += count;
    this.show();
  }

  pin() {
    if (!this.live) return;
    this.region.scrollTop = this.region.scrollHeight;
    this.last = this.region.scrollTop;
  }

  jump(focus) {
    this.live = true;
    this.unread = 0;
    if (focus) {
      this.region.focus({ preventScroll: true });
      this.region.scrollIntoView({ block: "nearest" });
    }
    this.pin();
    this.show();
  }

  show() {
    this.button.disabled = this.live;
    const key = this.unread === 0 ? "jump_none" : this.unread === 1 ? "jump_one" : "jump_many";
    const text = say(`viewer.${key}`, { n: this.unread });
    const words = this.button.firstElementChild;
    if (words.textContent !== text) words.textContent = text;
  }
}
