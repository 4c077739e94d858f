/** What was typed and the server has not got yet, kept in this browser: it outlasts the line, the tab and the server. */
import { live } from "./desk-send.js";
import { fieldOf, findField, isSaved, placeOf } from "./desk-fields.js";
import { given, say } from "/static/say.js";

const PREFIX = `dccg.desk/${given.meeting}/`;

const nameOf = (place) => PREFIX + JSON.stringify([place.form, place.target, place.name]);

function stored(work) {
  try {
    return work(localStorage);
  } catch {
    return null; // a browser that keeps nothing, or is full: what is typed lasts as long as the page
  }
}

export class Kept {
  put(field, state) {
    const told = { value: field.value, base: state.base, seen: state.seen };
    stored((store) => store.setItem(nameOf(placeOf(field)), JSON.stringify(told)));
  }

  drop(field) {
    stored((store) => store.removeItem(nameOf(placeOf(field))));
  }

  all() {
    const names = stored((store) => Object.keys(store)) ?? [];
    return names
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => {
        const told = stored((store) => JSON.parse(store.getItem(name)));
        const [form, target, field] = JSON.parse(name.slice(PREFIX.length));
        return { key: name, place: { form, target, name: field }, ...told };
      })
      .filter((one) => typeof one.value === "string");
  }

  /** Put back what was typed before the page was closed; returns the fields that hold it again. */
  restore(root, fields) {
    const back = [];
    const homeless = [];
    for (const one of this.all()) {
      const field = findField(root, one.place);
      if (!fieldOf(field)) homeless.push(one);
      else if (field.value === one.value) this.drop(field);
      else {
        // What the server had when it was typed: if somebody has changed that since, both are shown.
        if (isSaved(field)) fields.took(field, one.base, one.seen);
        else fields.state(field);
        field.value = one.value;
        for (let up = field.parentElement; up && up !== root; up = up.parentElement) if (up.localName === "details") up.open = true;
        back.push(field);
      }
    }
    if (homeless.length) root.querySelector("#said").after(this.list(homeless));
    return back;
  }

  /** What has no field any more, to be copied from. */
  list(all) {
    const list = document.createElement("ul");
    const section = live(
      "section",
      { class: "panel", "aria-labelledby": "kept-live" },
      Object.assign(document.createElement("h2"), { id: "kept-live", textContent: say("live.kept") }),
      Object.assign(document.createElement("p"), { textContent: say("live.kept_what") }),
      list,
    );
    list.className = "plain";
    for (const one of all) {
      const text = Object.assign(document.createElement("span"), { textContent: one.value, dir: "auto" });
      const drop = Object.assign(document.createElement("button"), { type: "button" });
      drop.textContent = say("live.kept_drop", { text: one.value.slice(0, 40) });
      const item = document.createElement("li");
      item.className = "row";
      item.append(text, drop);
      list.append(item);
      drop.addEventListener("click", () => {
        stored((store) => store.removeItem(one.key));
        const next = item.nextElementSibling ?? item.previousElementSibling;
        item.remove();
        if (next) next.querySelector("button").focus();
        else {
          section.remove();
          root().focus();
        }
      });
    }
    return section;
  }
}

const root = () => document.getElementById("desk");
