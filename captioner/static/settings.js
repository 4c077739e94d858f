/** The controls of the reader's own look: two buttons for the size, and the panel for everything. */
import { Place } from "./place.js";
import { put, say } from "./say.js";

/** How a value of a range is told. */
const SAID = {
  fs: (n) => say("look.percent", { n }),
  spacing: (n) => say("look.times", { n: n.toFixed(1) }),
  ls: (n) => say("look.percent", { n: Math.round(n * 100) }),
  ws: (n) => say("look.percent", { n: Math.round(n * 100) }),
  width: (n) => say("look.characters", { n }),
};

/** Have the page worn as the reader chose, and give the reader the controls. `follow` is null at the own pace,
 *  `size` and `sheet` are null in views without controls. */
export function wear(look, { region, follow, size, sheet }) {
  if (size) new SizeButtons(size, look);
  if (sheet) new Settings(sheet, look);
  if (!follow) return;
  const place = new Place(region, () => !follow.live);
  document.fonts.addEventListener("loadingdone", () => follow.pin()); // a typeface comes some time after it was chosen
  let scroll = look.get("scroll");
  look.changed((name) => {
    const before = scroll;
    scroll = look.get("scroll");
    if (name === "scroll" && scroll === "off" && follow.live) follow.pause();
    if (name === "scroll" && before === "off" && !follow.live) follow.jump(false);
    follow.pin();
    place.restore();
  });
  region.classList.add("gliding"); // from now on: at first the end is there without a way to it
}

class SizeButtons {
  constructor(group, look) {
    [this.smaller, this.larger] = group.querySelectorAll("button");
    this.shown = group.querySelector("output");
    this.look = look;
    this.smaller.addEventListener("click", () => this.step(-1));
    this.larger.addEventListener("click", () => this.step(1));
    look.changed((name) => name === "fs" && this.show());
    this.show();
  }

  /** To the next full step, also from a size between two. */
  step(by) {
    const { step, least, most } = this.look.table.fs;
    const now = this.look.get("fs") / step;
    const next = (by > 0 ? Math.floor(now) + 1 : Math.ceil(now) - 1) * step;
    this.look.set("fs", Math.min(most, Math.max(least, next)));
  }

  show() {
    const { least, most } = this.look.table.fs;
    const size = this.look.get("fs");
    put(this.shown, say("viewer.size_now", { n: size }));
    // aria-disabled instead of disabled: a button that vanishes under the finger takes the focus away.
    this.smaller.setAttribute("aria-disabled", String(size <= least));
    this.larger.setAttribute("aria-disabled", String(size >= most));
  }
}

class Settings {
  constructor(sheet, look) {
    this.look = look;
    this.sheet = sheet;
    this.form = sheet.querySelector("form");
    for (const range of this.form.querySelectorAll("input[type=range]")) {
      const { least, most, step } = look.table[range.name];
      Object.assign(range, { min: least, max: most, step });
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.chosen(event.target));
    this.at("look-reset").addEventListener("click", () => this.reset());
    this.at("look-copy").addEventListener("click", () => this.copy());
    look.changed(() => this.show());
    this.show();
  }

  at(id) {
    return this.sheet.querySelector(`#${id}`);
  }

  chosen(control) {
    const { name, value, type } = control;
    if (control.id === "look-other") return void this.look.set("ff", value);
    if (name === "ff" && value === "other") {
      this.at("look-installed").hidden = false;
      return;
    }
    if (!name) return;
    this.look.set(name, type === "checkbox" ? (control.checked ? "on" : "off") : value);
  }

  /** Put what holds now into every control. */
  show() {
    for (const control of this.form.elements) if (control.name) this.fill(control, this.look.get(control.name));
    const colours = this.look.colours();
    this.at("look-own").hidden = this.look.get("theme") !== "own";
    this.at("look-fgc").value = colours.ink;
    this.at("look-bgc").value = colours.paper;
    this.warn(colours);
    put(this.at("look-said"), "");
    this.at("look-link").hidden = true;
  }

  fill(control, value) {
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = value === "on";
    else if (control.name === "ff") this.face(control, value);
    else control.value = value;
    if (control.type !== "range") return;
    const said = SAID[control.name](value);
    put(this.form.querySelector(`output[for="${control.id}"]`), said);
    control.setAttribute("aria-valuetext", said);
  }

  face(select, value) {
    const known = this.look.table.ff.values.includes(value);
    select.value = known ? value : "other";
    this.at("look-installed").hidden = known;
    if (!known) this.at("look-other").value = value;
  }

  /** Colours that are hard to tell apart are the reader's own business, but the reader is told. */
  warn({ ink, paper }) {
    const ratio = this.look.contrast(ink, paper);
    const poor = this.look.get("theme") === "own" && ratio < 4.5;
    // Rounded down, so that what is said to be too little never reads as enough.
    put(this.at("look-warning"), poor ? say("look.warning", { ratio: (Math.floor(ratio * 10) / 10).toFixed(1) }) : "");
  }

  reset() {
    this.look.reset();
    this.show();
    put(this.at("look-said"), say("look.was_reset"));
  }

  async copy() {
    const address = this.look.address();
    const shown = this.at("look-link");
    try {
      await navigator.clipboard.writeText(address);
      put(this.at("look-said"), say("look.copied"));
    } catch {
      // Browsers allow it only on secure addresses: then the reader copies it by hand.
      shown.hidden = false;
      const field = shown.querySelector("input");
      field.value = address;
      field.select();
      field.focus();
      put(this.at("look-said"), say("look.copy_yourself"));
    }
  }
}
