/** Who is writing where, told in words beside the line. Nobody is kept from anything by it. */
import { describe, live, post } from "./desk-send.js";
import { fieldOf } from "./desk-fields.js";
import { given, put, say } from "/static/say.js";

const RENEW_MS = 10000;

export class Locks {
  constructor(address, root) {
    Object.assign(this, { address, root });
    this.target = ""; // where I am writing
    this.told = 0;
    this.others = new Map(); // target -> {by, timer}
    root.addEventListener("focusin", (event) => this.entered(event.target));
    root.addEventListener("focusout", (event) => this.leftFor(event.relatedTarget));
    addEventListener("pagehide", () => this.leave(true));
  }

  entered(element) {
    const target = fieldOf(element) ? (element.closest("[data-line]")?.dataset.line ?? "") : this.target;
    if (target === this.target) return;
    this.leave();
    this.target = target;
    if (target) this.take();
  }

  leftFor(next) {
    if (this.target && next?.closest?.("[data-line]")?.dataset.line !== this.target) this.leave();
  }

  take() {
    this.told = performance.now();
    post(`${this.address}/lock`, { target: this.target, by: given.by });
  }

  /** Somebody types here: whoever holds a line for long says so again. */
  typed() {
    if (this.target && performance.now() - this.told > RENEW_MS) this.take();
  }

  leave(closing = false) {
    const { target } = this;
    if (!target) return;
    this.target = "";
    const fields = { target, by: given.by, do: "leave" };
    // A page that goes away cannot wait for an answer.
    if (closing) navigator.sendBeacon(`${this.address}/lock`, new URLSearchParams(fields));
    else post(`${this.address}/lock`, fields);
  }

  hear({ target, by, for_ms: forMs }) {
    clearTimeout(this.others.get(target)?.timer);
    this.others.delete(target);
    if (by && by !== given.by && forMs > 0) {
      const timer = setTimeout(() => this.hear({ target, by: "", for_ms: 0 }), forMs);
      this.others.set(target, { by, timer });
    }
    this.draw(target);
    // Whoever wrote here before me has gone.
    if (!by && target === this.target) this.take();
  }

  /** The page was brought up to date: lines that came new say it too. */
  drawAll() {
    for (const target of this.others.keys()) this.draw(target);
  }

  draw(target) {
    const line = this.root.querySelector(`[data-line="${CSS.escape(target)}"]`);
    if (!line) return;
    const held = this.others.get(target);
    const heading = line.querySelector(":is(h3, h4)");
    const id = `${heading.id}-lock-live`;
    const place = document.getElementById(id);
    for (const field of line.querySelectorAll("textarea, input:not([type=hidden]), select")) describe(field, id, Boolean(held));
    if (!held) return place?.remove();
    if (place) return put(place, say("live.editing", { who: held.by }));
    heading.after(live("p", { id, class: "lock" }, say("live.editing", { who: held.by })));
  }
}
