/** Keeps everything that is typed: within a second on the server, and in this browser until the server has it. */
import { fieldOf, formOf, isSaved, placeOf } from "./desk-fields.js";
import { newKey, post } from "./desk-send.js";
import { say } from "/static/say.js";

const REST_MS = 700;
const FIRST_MS = 500;
const LONGEST_MS = 10000;

export class Saver {
  /** `after(number)`: something was saved, as the event of this number. */
  constructor({ address, by, fields, kept, words, clash, after }) {
    Object.assign(this, { address, by, fields, kept, words, clash, after });
    this.timers = new Map(); // form -> when it is sent
    this.busy = new Map(); // form -> what is on its way
    this.sent = new Map(); // form -> {told, key}: sent again under the same key, it is kept once
    this.refused = new Map(); // field -> the value that was not taken
    this.tries = 0;
    this.retry = 0;
    addEventListener("online", () => this.again());
  }

  /** Somebody typed in a field. */
  typed(field) {
    const state = this.fields.state(field);
    state.typed = true;
    this.words.typing();
    this.keep(field, state);
    this.words.complain(field);
    if (!isSaved(field) || this.clash.has(field)) return;
    const { form } = field;
    if (!this.timers.has(form)) this.words.saving(form);
    clearTimeout(this.timers.get(form));
    this.timers.set(form, setTimeout(() => this.save(form), REST_MS));
  }

  keep(field, state = this.fields.state(field)) {
    if (this.fields.isDirty(field)) this.kept.put(field, state);
    else this.kept.drop(field);
  }

  /** What of a form is to be sent: fields of the report that differ, and on which nothing has to be chosen. */
  due(form) {
    return this.fields
      .dirty(form)
      .filter((one) => one.form === form && isSaved(one) && !this.clash.has(one) && this.refused.get(one) !== one.value);
  }

  /** Save a form now; true when the server has everything of it. */
  async save(form) {
    clearTimeout(this.timers.get(form));
    this.timers.delete(form);
    while (this.busy.has(form)) await this.busy.get(form);
    let done = true;
    let any = this.words.places.has(form);
    for (let due = this.due(form); due.length && done; due = this.due(form)) {
      any = true;
      const going = this.send(form, due);
      this.busy.set(form, going);
      done = await going;
      this.busy.delete(form);
    }
    const settled = done && this.due(form).length === 0;
    // Typed, and typed back: nothing was left to send.
    if (settled && !this.fields.dirty(form).some(isSaved) && any) this.settle(form);
    return settled;
  }

  settle(form) {
    if (!this.timers.has(form)) this.words.saved(form);
  }

  /** Everything there is, before something is done that leaves the page. */
  async all() {
    const forms = new Set([...this.fields.states.keys()].filter((one) => one.isConnected).map((one) => one.form));
    const done = await Promise.all([...forms].map((form) => this.save(form)));
    return done.every(Boolean);
  }

  async send(form, due) {
    // What was seen at one time goes together: what somebody else changed since is found by it.
    const seen = this.fields.state(due[0]).seen;
    const together = due.filter((one) => this.fields.state(one).seen === seen);
    const values = new Map(together.map((one) => [one, one.value]));
    const told = { form: formOf(form), target: form.elements.target?.value ?? "", by: this.by, seen, ...doing(form) };
    for (const [field, value] of values) Object.assign(told, names(field), { [field.name]: value });
    const same = JSON.stringify(told);
    if (this.sent.get(form)?.same !== same) this.sent.set(form, { same, key: newKey() });
    const answer = await post(this.address, { ...told, key: this.sent.get(form).key });
    if (!answer) return this.failed(form);
    this.sent.delete(form);
    this.tries = 0;
    if (answer.status === 409 && answer.clashes) this.overtaken(form, values, answer);
    else if (answer.error) this.refuse(form, values, answer);
    else this.took(values, answer.number);
    if (answer.number) this.after(answer.number);
    return true;
  }

  took(values, number) {
    for (const [field, value] of values) {
      this.refused.delete(field);
      this.fields.took(field, value, number);
      this.keep(field);
    }
  }

  overtaken(form, values, { clashes, number }) {
    const choices = clashes.flatMap((one) => one.choices.map((each) => ({ ...each, by: one.by })));
    for (const { name, theirs, by } of choices) {
      const field = form.elements[name];
      if (values.delete(field)) this.clash.show(field, theirs, by, number);
    }
    this.took(values, number);
    this.words.show(form, say("live.overtaken"), true);
  }

  refuse(form, values, { error, name }) {
    const field = fieldOf(form.elements[name]) ?? [...values.keys()][0];
    for (const [one, value] of values) this.refused.set(one, value);
    this.words.complain(field, error);
    this.words.show(form, say("live.refused", { why: error }), true);
  }

  failed(form) {
    this.words.unsent(form);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.again(), Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tries));
    this.tries += 1;
    return false;
  }

  /** Try what the server has not got: the line may be back. */
  again() {
    clearTimeout(this.retry);
    for (const form of [...this.words.lost]) {
      if (form.isConnected) this.save(form);
      else this.words.lost.delete(form);
    }
  }
}

/** What the button of a form says that is pressed for its fields. */
function doing(form) {
  const kind = formOf(form);
  return kind === "line" ? { do: "save" } : kind === "item" ? { do: "heading" } : {};
}

/** In the table of people the server asks whose row it is. */
function names(field) {
  const { form, target } = placeOf(field);
  return form === "people" ? { [`name-${field.name.match(/\d+$/)[0]}`]: target } : {};
}
