/** Keeps the newest words in view while the reader follows, and leaves the reader alone otherwise. */
import { say } from "./say.js";

const NEAR = 24;

export class Follow {
  /** `bar`: the buttons {pause, jump}, null where there are none. */
  constructor(region, bar, following = true) {
    this.region = region;
    this.bar = bar;
    this.live = following;
    this.held = !following; // stopped by the button: reaching the end does not start it again
    this.unread = 0;
    this.last = 0;
    this.measure();
    region.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => {
      this.measure();
      this.pin();
    }).observe(region);
    bar.jump?.addEventListener("click", () => this.jump(true));
    bar.pause?.addEventListener("click", () => this.pause());
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyJ") return;
      event.preventDefault();
      this.jump(true);
    });
    if (!location.hash && following) {
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
    // The window turned, or a typeface came late: the end has gone then, not the reader.
    if (this.measure()) return this.pin();
    const end = scrollHeight - clientHeight - scrollTop <= NEAR;
    if (end) this.unread = 0;
    const went = end || scrollTop < this.last - 1 || (this.last === 0 && location.hash);
    if (went && !this.held) this.live = end;
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
    this.measure();
  }

  /** True if the text flowed anew since this was asked last, other than by growing below who reads further up. */
  measure() {
    const { clientWidth, clientHeight, scrollHeight } = this.region;
    const flowed = clientWidth !== this.width || clientHeight !== this.height || (this.live && scrollHeight !== this.depth);
    Object.assign(this, { width: clientWidth, height: clientHeight, depth: scrollHeight });
    return flowed;
  }

  /** Stop following where the reader is, or go on. */
  pause() {
    if (!this.live) return this.jump(false);
    this.live = false;
    this.held = true;
    this.show();
  }

  /** Leave the newest words, because the reader wants to see something else, be it close to the end. */
  leave() {
    this.live = false;
    this.held = true;
    this.show();
  }

  jump(focus) {
    this.live = true;
    this.held = false;
    this.unread = 0;
    if (focus) {
      this.region.focus({ preventScroll: true });
      this.region.scrollIntoView({ block: "nearest" });
    }
    this.pin();
    this.show();
  }

  show() {
    const { pause, jump } = this.bar;
    if (!jump) return;
    // aria-disabled, not disabled: a button that goes dead under the finger takes the focus away.
    jump.setAttribute("aria-disabled", String(this.live));
    pause.setAttribute("aria-pressed", String(!this.live));
    const key = this.unread === 0 ? "jump_none" : this.unread === 1 ? "jump_one" : "jump_many";
    const text = say(`viewer.${key}`, { n: this.unread });
    const words = jump.firstElementChild;
    if (words.textContent !== text) words.textContent = text;
  }
}
