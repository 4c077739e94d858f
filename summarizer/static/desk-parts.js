/** Brings the page up to date with what the server has: only what became different, and never under the hands. */
import { live, page, time } from "./desk-send.js";
import { morph } from "./desk-morph.js";
import { fieldOf } from "./desk-fields.js";
import { given, say } from "/static/say.js";

const SOON_MS = 150;
const TYPING_MS = 400;
const LONGEST_MS = 2000;
const AGAIN_MS = 2000;

export class Parts {
  /** `last`: the number of the event that the page has. `changed()`: the page is another one now. */
  constructor({ address, root, last, fields, clash, words, changed }) {
    Object.assign(this, { address, root, last, fields, clash, words, changed });
    this.newest = last;
    this.news = []; // events of others that the page does not show yet
    this.typedAt = 0;
    this.timer = 0;
    this.asking = null;
  }

  typed() {
    this.typedAt = performance.now();
  }

  /** An event was told, by somebody or from here. */
  heard(number, news = null) {
    if (news && number > this.last) this.news.push(news);
    this.newest = Math.max(this.newest, number);
    this.soon();
  }

  soon(wait = SOON_MS, since = performance.now()) {
    if (this.newest <= this.last || this.timer || this.asking) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      const now = performance.now();
      // While somebody types, a page is put together between two runs of it.
      if (now - this.typedAt < TYPING_MS && now - since < LONGEST_MS) this.soon(TYPING_MS, since);
      else this.now();
    }, wait);
  }

  /** Ask for what became different; done when the page shows it. */
  async now() {
    if (this.asking) await this.asking;
    if (this.newest <= this.last) return;
    this.asking = this.ask();
    const done = await this.asking;
    this.asking = null;
    this.soon(done ? SOON_MS : AGAIN_MS);
  }

  async ask() {
    const made = await page(`${this.address}/parts?after=${this.last}`);
    const fresh = made?.getElementById("desk");
    if (!fresh) return false;
    const number = Number(fresh.dataset.last);
    const whole = this.show(fresh, number);
    // A line that was left out and is not here either: ask for all of them.
    this.last = whole ? number : 0;
    if (!whole) this.newest = Math.max(this.newest, 1);
    return true;
  }

  show(fresh, number) {
    const focused = document.activeElement;
    const line = focused?.closest("li.line");
    const before = anchorOf();
    const hooks = { field: (field, value) => this.offer(field, value, number), keeps: (node) => this.keeps(node) };
    document.documentElement.style.overflowAnchor = "none"; // or the browser would make up for it once more
    const whole = morph(this.root, fresh, hooks);
    this.seen(number);
    this.mark(number);
    before();
    document.documentElement.style.overflowAnchor = "";
    if (focused && !focused.isConnected) this.refocus(line);
    this.changed();
    return whole;
  }

  offer(field, value, number) {
    if (!fieldOf(field)) return;
    if (this.clash.has(field)) this.clash.offered(field, value, number);
    else this.fields.offered(field, value, number);
  }

  /** Lines that were left out are as the page has them also after this event. */
  seen(number) {
    for (const one of this.root.querySelectorAll("input[name=seen]")) one.value = String(number);
  }

  /** What somebody typed in a part that is gone stays, with the part, until it is copied. */
  keeps(node) {
    if (node.nodeType !== 1) return false;
    const typed = this.fields.dirty(node);
    if (!typed.length) return false;
    if (!node.querySelector(":scope > .gone")) {
      const who = this.news.at(-1)?.by ?? say("live.somebody");
      const told = say("live.gone", { who, text: typed[0].value });
      node.prepend(live("p", { class: "gone warning" }, told));
      this.words.aloud(told);
    }
    return true;
  }

  /** Say beside each line whose change it shows. */
  mark(number) {
    const told = this.news.filter((one) => one.seq <= number);
    this.news = this.news.filter((one) => one.seq > number);
    for (const { by, utc, targets } of told) {
      for (const target of by === given.by ? [] : targets) {
        const id = CSS.escape(target);
        const line = this.root.querySelector(`[data-line="${id}"], [data-matter="${id}"]`);
        if (!line) continue;
        line.querySelector(":scope > .touched")?.remove();
        const words = say("live.touched", { who: by, time: time(new Date(utc)) });
        line.querySelector(":is(h3, h4)")?.after(live("p", { class: "touched quiet" }, words));
      }
    }
  }

  /** The focus was on something that is gone: it goes to the heading of its line, or of the page. */
  refocus(line) {
    const heading = line?.isConnected ? line.querySelector(":is(h3, h4)") : null;
    (heading ?? this.root).focus({ preventScroll: Boolean(heading) });
  }
}

/** Remember where the page stands on the screen; calling what is returned puts it back there. */
function anchorOf() {
  const focused = document.activeElement;
  const shows = (one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const anchor =
    focused && focused !== document.body && shows(focused) ? focused : document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  if (!anchor) return () => {};
  const { top } = anchor.getBoundingClientRect();
  return () => anchor.isConnected && scrollBy(0, anchor.getBoundingClientRect().top - top);
}
