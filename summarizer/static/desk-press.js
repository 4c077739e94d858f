/** What the buttons do, without leaving the page: first what was typed is saved, then what was asked for is done. */
import { fieldOf, formOf, isSaved } from "./desk-fields.js";
import { newKey, post } from "./desk-send.js";
import { say } from "/static/say.js";

const HERE = ["line", "suggestion", "head", "people", "person", "item", "block", "views", "undo", "redo"];
const GOES = ["add", "split", "merge", "move", "undo", "redo", "block", "suggestion"];

export class Press {
  constructor({ address, root, by, fields, kept, saver, parts, words, clash }) {
    Object.assign(this, { address, root, by, fields, kept, saver, parts, words, clash });
    root.addEventListener("submit", (event) => this.submitted(event));
  }

  submitted(event) {
    const { target: form, submitter } = event;
    const kind = formOf(form);
    if (HERE.includes(kind)) {
      event.preventDefault();
      this.press(form, submitter?.value ?? "");
    } else if (form.method === "post" && this.fields.dirty(this.root).some(isSaved)) {
      // It leaves the page: nothing that was typed is to be left behind.
      event.preventDefault();
      this.saver.all().then((done) => (done ? form.submit() : this.words.aloud(say("live.not_done"))));
    }
  }

  /** Press a button of a line by its key. */
  act(line, what, more = {}) {
    const form = [...(line?.querySelectorAll("form") ?? [])].find((one) => ["line", "suggestion"].includes(formOf(one)));
    if (!form) return this.words.aloud(say("live.key_no_line"));
    const button = form.querySelector(`button[value="${what}"]`);
    if (!button) return;
    const closed = button.closest("details.sure:not([open])");
    if (closed) {
      // A minority view is set aside only with a reason.
      closed.open = true;
      return closed.querySelector("input").focus();
    }
    this.press(form, what, more);
  }

  async press(form, what, more = {}) {
    const kind = formOf(form);
    if (kind === "line" || kind === "head" || kind === "people" || what === "heading") {
      if (!(await this.saver.save(form))) return;
      if (this.waits(form)) return this.words.aloud(say("live.wait"));
    }
    const asked = this.asked(form, kind, what);
    // Every Save of a field of the report is done by now.
    if (Object.keys(asked).length === 0) return this.words.now();
    const target = form.elements.target?.value ?? "";
    const told = { form: kind, target, by: this.by, seen: form.elements.seen.value, key: newKey(), ...asked, ...more };
    if (what) told.do = what;
    const answer = await post(this.address, told);
    if (!answer) return this.words.aloud(say("live.not_done"));
    this.words.typing();
    if (answer.error) return this.refused(form, answer);
    if (answer.clashes) return this.overtaken(answer);
    await this.done(form, kind, what, answer);
  }

  /** Whether a field of the form waits for a choice between two versions. */
  waits(form) {
    return [...form.elements].some((one) => this.clash.has(one));
  }

  /** What the form says besides the fields that are saved by themselves; nothing where there is nothing to do. */
  asked(form, kind, what) {
    const saved = (one) => kind !== "suggestion" && kind !== "item" && fieldOf(one) && isSaved(one);
    const typed = [...form.elements].filter((one) => fieldOf(one) && !saved(one) && (one.value || kind !== "line"));
    const asked = Object.fromEntries(typed.map((one) => [one.name, one.value]));
    if (kind === "line" && what !== "move") delete asked.to;
    if (kind === "line" && what !== "add" && !asked.new) delete asked.kind;
    if (["split", "merge"].includes(what) && form.elements.text) asked.text = form.elements.text.value;
    if (kind === "undo" || kind === "redo") asked.run = "yes";
    if (kind === "views") asked.by = form.elements.by.value;
    if (["line", "head", "people"].includes(kind) && ["", "save"].includes(what)) return asked;
    return { ...asked, do: what };
  }

  refused(form, { error, name }) {
    const field = fieldOf(form.elements[name]);
    if (!field) return this.words.aloud(error);
    for (let up = field.parentElement; up && up !== form; up = up.parentElement) if (up.localName === "details") up.open = true;
    this.words.complain(field, error);
    this.words.aloud(error);
    field.focus();
  }

  overtaken({ clashes, number }) {
    this.words.aloud(say("live.overtaken_press", { who: clashes[0].by }));
    this.parts.heard(number);
    this.parts.now();
  }

  async done(form, kind, what, { number, at, told }) {
    for (const one of form.elements) {
      if (!fieldOf(one) || (isSaved(one) && kind !== "item")) continue;
      this.words.complain(one);
      this.kept.drop(one);
      this.fields.states.delete(one);
      if (["new", "reason", "to"].includes(one.name) || ["block", "person"].includes(kind)) {
        one.value = one.localName === "select" ? one.value : "";
      }
    }
    const before = document.activeElement;
    this.parts.heard(number);
    await this.parts.now();
    this.words.aloud(told);
    const there = document.getElementById(at);
    const lost = !before.isConnected || document.activeElement === document.body || before.disabled;
    if (there && (lost || GOES.includes(what) || GOES.includes(kind))) there.focus();
  }
}
