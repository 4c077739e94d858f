/** A key press while listening marks a line for the report: a decision, a next step and the like. */
import { newKey } from "./correct-send.js";
import { clock, given, put, say } from "./say.js";

const TYPING = "input:not([type=checkbox]), textarea, select";
const SINGLE = "dccg.single";

export class Marks {
  /** `line()`: the line that a mark is for, {id, at}; null while there is none. */
  constructor(section, line, by) {
    this.line = line;
    this.by = by;
    this.said = section.querySelector("#marked");
    this.single = section.querySelector("#single");
    this.buttons = [...section.querySelectorAll("[data-kind]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.mark(button));
    this.remember();
    document.addEventListener("keydown", (event) => this.pressed(event));
    section.hidden = false;
  }

  remember() {
    try {
      this.single.checked = localStorage.getItem(SINGLE) === "on";
      this.single.addEventListener("change", () => localStorage.setItem(SINGLE, this.single.checked ? "on" : "off"));
    } catch {
      // The choice lasts as long as the page.
    }
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.metaKey) return;
    const combined = event.altKey && event.shiftKey;
    const alone = this.single.checked && !event.altKey && !event.target.closest?.(TYPING);
    if (!combined && !alone) return;
    const pressed = combined ? event.code.replace(/^Key/, "").toLowerCase() : event.key.toLowerCase();
    const button = this.buttons.find((one) => one.dataset.key === pressed);
    if (!button) return;
    event.preventDefault();
    this.mark(button);
  }

  async mark(button) {
    const line = this.line();
    if (!line) return put(this.said, say("correct.mark_none"));
    const { kind } = button.dataset;
    const body = { key: newKey(), kind, cue: line.id, at_ms: line.at, by: this.by() };
    put(this.said, ""); // the same mark twice is told twice
    put(this.said, await this.sent(body, say(`correct.mark_${kind.replaceAll(" ", "_")}`)));
  }

  async sent(body, kind) {
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      const signal = AbortSignal.timeout(8000);
      const address = `/m/${given.meeting}/desk/mark`;
      const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), signal });
      if (answer.ok) return say("correct.marked_at", { kind, at: clock(body.at_ms) });
      if (answer.status === 404) return say("correct.mark_no_desk");
      return say("correct.mark_refused", { why: (await answer.json()).error ?? answer.status });
    } catch {
      return say("correct.mark_unsent");
    }
  }
}
