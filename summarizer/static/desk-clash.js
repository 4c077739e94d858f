/** Two versions of one field, side by side below it: nothing that was typed is lost, and its author chooses. */
import { describe, live } from "./desk-send.js";
import { say } from "/static/say.js";

export class Clash {
  /** `chosen(field)`: it is settled, and may be saved. */
  constructor(fields, words, chosen) {
    Object.assign(this, { fields, words, chosen });
    this.open = new Map(); // field -> {theirs, number, group}
  }

  has(field) {
    return this.open.has(field);
  }

  show(field, theirs, by, number) {
    const held = this.open.get(field);
    if (held) {
      Object.assign(held, { theirs, number });
      held.shown.textContent = shown(field, theirs);
      return;
    }
    const label = field.labels[0]?.firstChild?.data?.trim() ?? field.name;
    const id = `${field.id}-clash-live`;
    const what = part("p", say("live.clash", { who: by }));
    what.id = id;
    const both = part("div", "");
    both.className = "both two";
    const [first, theirText] = version(say("live.theirs"), shown(field, theirs));
    const [second, mineText] = version(say("live.mine"), shown(field, field.value));
    both.append(first, second);
    const row = part("div", "");
    row.className = "row";
    const mine = part("button", say("live.keep_mine"));
    const take = part("button", say("live.take_theirs"));
    for (const one of [mine, take]) one.type = "button";
    row.append(mine, take);
    const name = say("live.clash_group", { field: label });
    const group = live("div", { class: "clash notice", role: "group", "aria-label": name }, what, both, row);
    field.after(group);
    field.addEventListener("input", (held2) => (mineText.textContent = shown(field, held2.target.value)));
    describe(field, id, true);
    this.open.set(field, { theirs, number, group, id, shown: theirText });
    mine.addEventListener("click", () => this.settle(field, field.value));
    take.addEventListener("click", () => this.settle(field, this.open.get(field).theirs));
    this.words.aloud(say("live.clash_aloud", { who: by, field: label }));
  }

  /** Another page came: theirs may have changed once more. */
  offered(field, theirs, number) {
    const held = this.open.get(field);
    if (held && number > held.number) this.show(field, theirs, "", number);
  }

  settle(field, value) {
    const { theirs, number, group, id } = this.open.get(field);
    this.open.delete(field);
    group.remove();
    describe(field, id, false);
    this.fields.took(field, theirs, number);
    field.value = value;
    field.focus();
    this.chosen(field);
  }
}

const shown = (field, value) =>
  (field.localName === "select" ? [...field.options].find((one) => one.value === value)?.text : value) || say("live.nothing");

function part(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

function version(title, text) {
  const box = part("div", "");
  const words = part("p", text);
  words.dir = "auto";
  const name = part("p", title);
  name.className = "whose";
  box.append(name, words);
  return [box, words];
}
