/** The keys of the desk: nothing that no button does. */
import { live } from "./desk-send.js";
import { say } from "/static/say.js";

const SINGLE = "dccg.single";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";

/** What people read, and the text that says what it does. */
const TOLD = [
  ["Ctrl+Enter", "save"],
  ["Alt+Up, Alt+Down", "neighbour"],
  ["Alt+J, Alt+Shift+J", "next"],
  ["Alt+Shift+A", "accept"],
  ["Alt+Shift+R", "reject"],
  ["Alt+M", "merge"],
  ["Alt+X", "split"],
  ["Alt+Shift+Up, Alt+Shift+Down", "move"],
  ["Alt+C", "proof"],
  ["Alt+P, Ctrl+Alt+Space", "play"],
  ["Alt+Shift+U", "undo"],
  ["Alt+Shift+M", "mark"],
  ["F1", "help"],
];
const WITH_ALT = { KeyJ: "next", KeyM: "merge", KeyX: "split", KeyC: "proof", KeyP: "play", ArrowUp: "before", ArrowDown: "after" };
const WITH_BOTH = { KeyJ: "last", KeyA: "accept", KeyR: "reject", KeyU: "undo", KeyM: "mark", ArrowUp: "up", ArrowDown: "down" };
const ALONE = { j: "next", k: "last", a: "accept", r: "reject", p: "play", m: "mark", u: "undo" };

export class Keys {
  /** `actions`: what each key does, by its name. */
  constructor(root, actions) {
    this.actions = { ...actions, help: () => this.help() };
    this.details = this.list();
    root.append(this.details);
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.metaKey) return;
    const action = this.actionOf(event);
    if (!action || !this.actions[action]) return;
    event.preventDefault();
    this.actions[action]();
  }

  actionOf({ key, code, altKey, ctrlKey, shiftKey, target }) {
    if (key === "F1") return "help";
    if (ctrlKey && altKey) return code === "Space" ? "play" : null;
    if (ctrlKey) return key === "Enter" && !shiftKey ? "save" : null;
    if (altKey) {
      // A list of choices is opened by Alt and an arrow.
      if (code.startsWith("Arrow") && target.localName === "select") return null;
      return (shiftKey ? WITH_BOTH : WITH_ALT)[code] ?? null;
    }
    return this.alone && !shiftKey && !target.closest?.(TYPING) ? (ALONE[key] ?? null) : null;
  }

  help() {
    this.details.open = true;
    this.details.querySelector("summary").focus();
  }

  list() {
    const body = document.createElement("tbody");
    for (const [keys, does] of TOLD) {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row" });
      head.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
      row.append(head, Object.assign(document.createElement("td"), { textContent: say(`live.key_${does}`) }));
      body.append(row);
    }
    const head = document.createElement("thead");
    const titles = document.createElement("tr");
    for (const text of [say("live.key"), say("live.does")])
      titles.append(Object.assign(document.createElement("th"), { scope: "col", textContent: text }));
    head.append(titles);
    const table = Object.assign(document.createElement("table"), { className: "keys" });
    table.append(head, body);
    this.single = Object.assign(document.createElement("button"), { type: "button", textContent: say("live.single") });
    const alone = Object.assign(document.createElement("p"), { textContent: say("live.single_what"), className: "hint" });
    this.remember();
    const summary = Object.assign(document.createElement("summary"), { textContent: say("live.keys") });
    return live("details", { id: "keys-live" }, summary, table, alone, this.single);
  }

  get alone() {
    return this.single.getAttribute("aria-pressed") === "true";
  }

  remember() {
    const turn = (on) => this.single.setAttribute("aria-pressed", String(on));
    turn(false);
    this.single.addEventListener("click", () => turn(!this.alone));
    try {
      turn(localStorage.getItem(SINGLE) === "on");
      this.single.addEventListener("click", () => localStorage.setItem(SINGLE, this.alone ? "on" : "off"));
    } catch {
      // The choice lasts as long as the page.
    }
  }
}
