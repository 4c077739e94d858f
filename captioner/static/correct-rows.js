/** The lines that can be corrected, in the order of time. Only one of them is a stop for Tab; arrows go on from it. */
import { clock, put, say } from "./say.js";

/** Let Tab reach the buttons of a line, or not. */
const reach = ({ item }, tabIndex) => {
  for (const button of item.querySelectorAll(":scope > button")) button.tabIndex = tabIndex;
};

const MOST = 300;
const DRAWN_MS = 50;

export class Rows {
  /** `address`: where the lines are asked for. `grows`: whether it ends with the newest. `hold()`: whether somebody's hands are on one of them. */
  constructor(list, address, grows, hold) {
    this.grows = grows;
    this.list = list;
    this.address = address;
    this.hold = hold;
    this.rows = new Map(); // id -> {id, at, n, rev, speaker, text, item, button}
    this.stale = false;
    this.timer = 0;
    for (const item of list.children) this.adopt(item);
    this.current = [...this.rows.values()].at(-1) ?? null;
    for (const row of this.rows.values()) reach(row, row === this.current ? 0 : -1);
    list.addEventListener("focusin", (event) => {
      const row = this.of(event.target);
      if (row) this.stop(row);
    });
  }

  adopt(item) {
    const button = item.firstElementChild;
    const { at, n, rev } = item.dataset;
    const who = button.querySelector(".who").textContent.replace(/:$/, "");
    const text = button.querySelector(".words").textContent;
    const row = { id: Number(button.value), at: Number(at), n: Number(n), rev: Number(rev), speaker: who || null, text, item, button };
    this.rows.set(row.id, row);
  }

  of(element) {
    const item = element.closest?.("#lines > li");
    return item ? (this.rows.get(Number(item.id.slice(1))) ?? null) : null;
  }

  get newest() {
    return this.of(this.list.lastElementChild ?? document.body);
  }

  stop(row) {
    if (this.current) reach(this.current, -1);
    this.current = row;
    reach(row, 0);
  }

  /** The line so many further down, or the first and last. */
  beside(row, by) {
    const all = [...this.list.children];
    const at = Math.min(all.length - 1, Math.max(0, all.indexOf(row.item) + by));
    return this.of(all[at]);
  }

  /** Take an event of the meeting; true if it brought a new line. */
  take(frame) {
    if (frame.kind === "correction") this.ask();
    if (frame.kind !== "final" || frame.off) return false;
    const row = this.rows.get(frame.cue);
    if (!row && !this.grows) return false;
    if (!row && frame.at > 0) this.ask(); // it is older than what is here, or was joined to another
    const have = row?.n ?? 0;
    const words = frame.words.slice(have - frame.at).map((word) => word[2]);
    if (have < frame.at || words.length === 0) return false;
    const text = row ? `${row.text} ${words.join(" ")}` : words.join(" ");
    const known = row ?? { id: frame.cue, at: frame.words[0][0], speaker: frame.speaker ?? null, rev: 0, corrected: false };
    this.show({ ...known, n: have + words.length, text }).seq = frame.seq ?? 0;
    if (!row) this.trim();
    return !row;
  }

  /** Show a line as it is now, in its place. */
  show(line) {
    const row = this.rows.get(line.id) ?? this.make(line.id);
    Object.assign(row, { at: line.at, n: line.n, speaker: line.speaker, text: line.text, rev: line.rev });
    const [time, who, words, badge] = row.button.children;
    put(time, clock(line.at));
    put(who, line.speaker ? `${line.speaker}:` : "");
    put(words, line.text);
    if (line.corrected !== undefined) put(badge, line.corrected ? say("correct.marked") : "");
    if (row.item.parentElement) return row;
    let after = this.list.lastElementChild;
    while (after && this.of(after).at > row.at) after = after.previousElementSibling;
    if (after) after.after(row.item);
    else this.list.prepend(row.item);
    document.getElementById("none").hidden = true;
    return row;
  }

  make(id) {
    const item = Object.assign(document.createElement("li"), { id: `l${id}` });
    const button = Object.assign(document.createElement("button"), { className: "line", value: id, type: "button", tabIndex: -1 });
    button.setAttribute("aria-expanded", "false");
    const part = (kind, className) => Object.assign(document.createElement(kind), { className });
    const parts = [part("span", "time"), part("b", "who"), part("span", "words"), part("span", "badge")];
    for (const one of parts.slice(1, 3)) one.dir = "auto";
    button.append(...parts.flatMap((one) => [one, " "]));
    item.append(button);
    const row = { id, item, button };
    this.rows.set(id, row);
    if (!this.current) this.stop(row);
    return row;
  }

  /** Have the lines told anew soon; while somebody's hands are on one, as soon as they are off it. */
  ask() {
    this.stale = true;
    if (this.hold() || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (!this.hold()) this.refresh();
    }, DRAWN_MS);
  }

  async refresh() {
    this.stale = false;
    const first = this.list.firstElementChild ? this.of(this.list.firstElementChild).id : 0;
    try {
      const answer = await fetch(`${this.address}?from=${first}`, { signal: AbortSignal.timeout(5000) });
      const { seq, lines } = await answer.json();
      const upto = this.grows ? lines.length : 1 + lines.findLastIndex((line) => this.rows.has(line.id));
      if (this.hold()) this.stale = true;
      else this.reconcile(lines.slice(0, upto), seq);
    } catch {
      this.stale = true; // asked again with the next event
    }
  }

  reconcile(lines, seq) {
    const held = this.list.contains(document.activeElement) ? this.current : null;
    const left = held && this.beside(held, -1);
    const there = new Set(lines.map((line) => line.id));
    // What came while the answer was on its way is not taken back.
    const newer = (row) => row !== undefined && (row.seq ?? 0) > seq;
    for (const [id, row] of this.rows) {
      if (there.has(id) || newer(row)) continue;
      row.item.remove();
      this.rows.delete(id);
    }
    let after = null;
    for (const line of lines) {
      const row = this.rows.get(line.id);
      const shown = newer(row) ? row : this.show(line);
      const place = after ? after.nextElementSibling : this.list.firstElementChild;
      if (shown.item !== place) this.list.insertBefore(shown.item, place);
      after = shown.item;
    }
    const stands = this.current && this.rows.get(this.current.id) === this.current;
    const next = stands ? this.current : (left && this.rows.get(left.id)) || this.newest;
    if (next) this.stop(next);
    if (held && next) next.button.focus({ preventScroll: stands });
  }

  /** Lines far up are on the page of the earlier ones. */
  trim() {
    while (this.rows.size > MOST && !this.hold()) {
      const row = this.of(this.list.firstElementChild);
      if (row === this.current) return;
      this.rows.delete(row.id);
      row.item.remove();
    }
  }
}
