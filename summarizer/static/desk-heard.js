/** What sounds like a decision or a next step, seconds after it was said: to be marked by one key, or let pass. */
import { ask, live, newKey } from "./desk-send.js";
import { clock, given, put, say } from "/static/say.js";

const OFTEN_MS = 3000;
const SELDOM_MS = 6000;

export class Heard {
  constructor(address, root, words) {
    Object.assign(this, { address, words });
    this.list = document.createElement("ul");
    this.list.className = "plain";
    this.none = Object.assign(document.createElement("p"), { textContent: say("live.heard_none"), className: "quiet" });
    const title = Object.assign(document.createElement("h2"), { id: "heard-live", textContent: say("live.heard"), tabIndex: -1 });
    const what = Object.assign(document.createElement("p"), { textContent: say("live.heard_what"), className: "hint" });
    this.section = live("section", { class: "heard panel", "aria-labelledby": "heard-live" }, title, what, this.none, this.list);
    this.section.hidden = true;
    root.querySelector("#said").after(this.section);
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.mark(button.closest("li"));
    });
    this.look();
  }

  async look() {
    const told = document.hidden ? null : await ask(`${this.address}/heard`);
    if (told) this.show(told);
    setTimeout(() => this.look(), told?.growing ? OFTEN_MS : SELDOM_MS);
  }

  show({ found, growing }) {
    // Not under the hands of whoever is marking.
    if (this.section.contains(document.activeElement)) return this.added(found);
    this.section.hidden = !growing;
    this.none.hidden = found.length > 0;
    const wanted = new Set(found.map(idOf));
    for (const item of [...this.list.children]) if (!wanted.has(item.dataset.id)) item.remove();
    this.added(found);
  }

  added(found) {
    found.toReversed().forEach((one) => {
      const held = [...this.list.children].find((item) => item.dataset.id === idOf(one));
      if (!held) this.list.prepend(this.item(one));
      else if (one.marked) this.marked(held);
    });
    this.none.hidden = this.list.children.length > 0;
  }

  item(one) {
    const item = document.createElement("li");
    item.className = "row";
    item.dataset.id = idOf(one);
    Object.assign(item.dataset, { kind: one.kind, cue: one.cue, at: one.at_ms });
    const kind = Object.assign(document.createElement("b"), {
      textContent: say(one.kind === "decision" ? "live.heard_decision" : "live.heard_next_step"),
    });
    const link = Object.assign(document.createElement("a"), {
      href: `/m/${given.meeting}/transcript#c${one.cue}`, textContent: clock(one.at_ms), className: "button",
    });
    const text = Object.assign(document.createElement("span"), { textContent: one.text, dir: "auto", className: "text" });
    const button = Object.assign(document.createElement("button"), { type: "button" });
    put(button, say("live.heard_mark"));
    const short = Object.assign(document.createElement("span"), { className: "offscreen", textContent: `: ${one.text.slice(0, 40)}` });
    button.append(short);
    item.append(kind, link, text, button);
    if (one.marked) this.marked(item);
    return item;
  }

  marked(item) {
    const button = item.querySelector("button");
    if (!button) return;
    const done = Object.assign(document.createElement("span"), { className: "badge", textContent: say("live.heard_marked"), tabIndex: -1 });
    const focused = button === document.activeElement;
    button.replaceWith(done);
    if (focused) done.focus();
  }

  /** Mark the newest that is not marked. */
  newest() {
    const item = [...this.list.children].find((one) => one.querySelector("button"));
    if (item) this.mark(item);
    else this.words.aloud(say("live.heard_none"));
  }

  async mark(item) {
    const { kind, cue, at } = item.dataset;
    const text = item.querySelector(".text").textContent;
    const body = JSON.stringify({ key: newKey(), kind, cue: Number(cue), at_ms: Number(at), text, by: given.by });
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      const answer = await fetch(`${this.address}/mark`, { method: "POST", headers, body, signal: AbortSignal.timeout(8000) });
      if (!answer.ok) throw new Error(answer.statusText);
      this.marked(item);
      this.words.aloud(say("live.heard_mark_done", { text }));
    } catch {
      this.words.aloud(say("live.not_done"));
    }
  }
}

const idOf = ({ kind, cue, text }) => `${kind}/${cue}/${text}`;
