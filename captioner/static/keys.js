/** Single keys, as many as the reader wants; the table of them comes from the server. */

const TYPING = "input, textarea, select, [contenteditable]";

export class Keys {
  /** `table`: [[action, key], ...]. `actions`: what each action does. `look`: where the choice is kept. */
  constructor(table, actions, look, choice) {
    this.keys = new Map(table.map(([action, key]) => [key, action]));
    this.actions = actions;
    this.look = look;
    document.addEventListener("keydown", (event) => this.pressed(event));
    choice.addEventListener("change", (event) => look.set("keys", event.target.value));
    look.changed((name) => name === "keys" && this.choose(choice));
    this.choose(choice);
  }

  choose(choice) {
    choice.querySelector(`input[value="${this.look.get("keys")}"]`).checked = true;
  }

  pressed(event) {
    const action = this.keys.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!action || !this.wanted(action) || event.defaultPrevented || event.isComposing) return;
    // AltGr, which some keyboards need for a sign, comes as Ctrl and Alt at once.
    const combined = event.ctrlKey || event.altKey || event.metaKey;
    if (combined && !event.getModifierState("AltGraph")) return;
    if (event.target.closest?.(TYPING)) return;
    if (event.repeat && action !== "larger" && action !== "smaller") return;
    event.preventDefault();
    this.actions[action]();
  }

  wanted(action) {
    const use = this.look.get("keys");
    return use === "all" || (use === "help" && action === "help");
  }
}

/** What the keys do,: nothing that no button does. */
export function actionsOf({ follow, panels, back, look }) {
  const press = (selector) => () => document.querySelector(selector)?.click();
  const size = (n) => () => document.querySelectorAll("#size button")[n]?.click();
  return {
    help: () => panels.open("keys"),
    jump: () => follow?.jump(true),
    pause: press("#pause"),
    search: () => back.toSearch(),
    mark: () => back.setMark(),
    go: () => back.toMark(),
    copy: () => back.copy(),
    settings: () => panels.open("settings"),
    smaller: size(0),
    larger: size(1),
    announce: () => look.set("announce", look.get("announce") === "on" ? "off" : "on"),
    live: press(".modes [data-mode=live]"),
    sentences: press(".modes [data-mode=sentences]"),
    own: press(".modes [data-mode=own]"),
  };
}
