/** The field in which a line is corrected: it opens where the line stands. What was typed is never lost. */
import { keepName, newKey, post } from "./correct-send.js";
import { given, put, say } from "./say.js";

export class Editor {
  /** `rows`: the lines. `told(text)`: says what became of it. `closed()`: the field is gone, lines may change again. */
  constructor(rows, address, told, opened, closed) {
    Object.assign(this, { rows, address, told, opened, closed });
    this.template = document.getElementById("editor").content.firstElementChild;
    this.by = document.getElementById("by");
    keepName(this.by);
    this.row = null;
    this.form = null;
    this.drafts = new Map(); // line -> what was typed there and not saved
    this.mine = []; // keys of corrections made here, newest last
    this.sending = false;
  }

  open(row, typed = this.drafts.get(row.id)) {
    if (this.row === row) return this.text.focus();
    this.close(false);
    this.row = row;
    this.form = document.importNode(this.template, true);
    const { text, speaker } = this.form.elements;
    this.text = text;
    text.value = typed?.text ?? row.text;
    if (speaker) speaker.value = typed?.speaker ?? row.speaker ?? "";
    this.seen = { text: row.text, speaker: row.speaker ?? "", n: row.n, rev: row.rev };
    this.key = newKey();
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("input", () => this.draft());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act(event.submitter?.value ?? "save");
    });
    this.form.querySelector("#edit-leave").addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
    });
    row.item.querySelector("form")?.remove(); // the one that the page came with
    row.item.append(this.form);
    row.button.setAttribute("aria-expanded", "true");
    this.opened(row);
    text.focus({ preventScroll: true });
    text.setSelectionRange(text.value.length, text.value.length);
    row.item.scrollIntoView({ block: "nearest" });
  }

  get changed() {
    const { text, speaker } = this.form.elements;
    return text.value.trim() !== this.seen.text || (speaker?.value ?? this.seen.speaker).trim() !== this.seen.speaker;
  }

  draft() {
    this.key = newKey(); // something else is sent now
    const { text, speaker } = this.form.elements;
    if (this.changed) this.drafts.set(this.row.id, { text: text.value, speaker: speaker?.value });
    else this.drafts.delete(this.row.id);
  }

  /** Take the field away; the focus goes back to its line. */
  close(focus = true) {
    if (!this.row) return;
    const { row, form } = this;
    this.row = this.form = null;
    row.button.setAttribute("aria-expanded", "false");
    if (focus) row.button.focus({ preventScroll: true });
    form.remove();
    this.closed(row);
  }

  leave() {
    if (this.changed) this.told(say("correct.draft"));
    this.close();
  }

  pressed(event) {
    if (event.isComposing) return;
    const act = this.actionOf(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  actionOf(event) {
    const { key, code, altKey, ctrlKey, shiftKey, metaKey, target } = event;
    const field = target === this.text || target.name === "speaker";
    if (key === "Escape") return () => this.leave();
    if (key === "Enter" && field && !shiftKey && !altKey) return () => this.act("save");
    if (!altKey || ctrlKey || metaKey || shiftKey) return null;
    if (key === "ArrowUp" || key === "ArrowDown") return () => this.go(key === "ArrowUp" ? -1 : 1);
    if (/^Digit[1-9]$/.test(code)) return () => this.name(Number(code.slice(5)));
    const acts = { KeyI: "inaudible", KeyX: "split", KeyM: "merge", KeyU: "earlier", KeyG: "term" };
    if (code === "KeyS") return () => this.form.elements.speaker?.focus();
    return acts[code] ? () => this.act(acts[code]) : null;
  }

  name(nth) {
    const { speaker } = this.form.elements;
    if (!speaker || !given.people[nth - 1]) return;
    speaker.value = given.people[nth - 1];
    this.draft();
  }

  async go(by) {
    const next = this.rows.beside(this.row, by);
    if (next === this.row) return;
    if (!this.changed || (await this.act("save"))) this.open(next);
  }

  /** Do what a button or a key asks for; true if it was done. */
  act(what) {
    if (what === "inaudible") return this.inaudible();
    if (what === "term") return this.term();
    if (what === "split" && !this.marked()) return put(this.said(), say("correct.split_here"));
    return this.send(what, what === "split" ? this.marked() : this.text.value);
  }

  inaudible() {
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    const before = from > 0 && value[from - 1] !== " " ? " " : "";
    const behind = to < value.length && value[to] !== " " ? " " : "";
    this.text.setRangeText(`${before}[inaudible]${behind}`, from, to, "end");
    this.text.focus();
    this.draft();
  }

  /** The text with its two strokes: those that were typed, or at the caret; "" where there can be none. */
  marked() {
    const { value, selectionStart: at } = this.text;
    if (/(^|\s)\/\/(\s|$)/.test(value)) return value;
    const inside = value.slice(at).search(/\s|$/) + at; // not in the middle of a word
    const cut = /\S/.test(value[at - 1] ?? " ") && /\S/.test(value[at] ?? " ") ? inside : at;
    const parts = [value.slice(0, cut).trim(), value.slice(cut).trim()];
    return parts.every(Boolean) ? parts.join(" // ") : "";
  }

  /** The line under the field where a refusal is told. */
  said() {
    let said = this.form.querySelector(".said");
    if (!said) {
      said = Object.assign(document.createElement("p"), { className: "said error", tabIndex: -1 });
      said.setAttribute("role", "alert");
      this.form.append(said);
    }
    return said;
  }

  async send(what, text) {
    const { row, form, seen } = this;
    const { speaker, everywhere } = form.elements;
    if (this.sending) return false;
    if (this.needsName()) return false;
    const fields = { do: what, cue: row.id, key: this.key, by: this.by?.value ?? "", text, n: seen.n, rev: seen.rev };
    if (speaker) fields.speaker = speaker.value;
    if (everywhere?.checked) fields.everywhere = "yes";
    const told = await this.post(this.address, fields);
    if (!told) return false;
    if (told.error) return this.refused(told);
    this.drafts.delete(row.id);
    if (told.changed) this.mine.push(fields.key);
    if (told.line) this.rows.show(told.line);
    this.told(say(told.changed ? "correct.done_saved" : "correct.done_same"));
    if (this.form === form) this.close();
    return true;
  }

  async post(address, fields) {
    this.sending = true;
    const told = await post(address, fields);
    this.sending = false;
    if (!told) put(this.form ? this.said() : null, say("correct.unsaved"));
    return told;
  }

  refused(told) {
    if (told.status !== 409) put(this.said(), told.error);
    else {
      // Theirs is what a second Enter goes over, knowingly.
      this.seen = { ...this.seen, text: told.text, rev: 999_999_999 };
      this.key = newKey();
      put(this.said(), say("correct.overtaken", { text: told.text }));
    }
    return false;
  }

  needsName() {
    const needed = this.by && !this.by.value.trim();
    put(document.getElementById("by-said"), needed ? say("correct.need_name") : "");
    this.by?.setAttribute("aria-invalid", String(Boolean(needed)));
    if (needed) this.by.focus();
    return needed;
  }

  async term() {
    const { value, selectionStart, selectionEnd } = this.text;
    const term = value.slice(selectionStart, selectionEnd).trim();
    const told = await this.post(`${this.address}/term`, { cue: this.row.id, text: value, term });
    if (!told) return;
    if (told.error) return put(this.said(), told.error);
    this.told(say(told.new.length ? "correct.term_added" : "correct.term_known", { terms: told.terms.join(", ") }));
  }

  /** Say of a line that is not open who was speaking. */
  async nameRow(row, nth) {
    const speaker = given.people[nth - 1];
    if (given.nameless || !speaker || this.needsName()) return;
    const fields = { do: "save", cue: row.id, key: newKey(), by: this.by.value, text: row.text, n: row.n, rev: row.rev, speaker };
    await this.quick(fields, "correct.done_saved");
  }

  async undo() {
    const undo = this.mine.at(-1);
    if (!undo) return this.told(say("correct.none_undo"));
    if (await this.quick({ do: "undo", key: newKey(), by: this.by?.value ?? "", undo }, "correct.undone")) this.mine.pop();
  }

  async quick(fields, done) {
    const told = await post(this.address, fields);
    if (told?.changed && fields.do !== "undo") this.mine.push(fields.key);
    if (told?.line) this.rows.show(told.line);
    this.told(told ? (told.error ?? say(told.changed ? done : "correct.done_same")) : say("correct.mark_unsent"));
    return told !== null && !told.error;
  }
}
