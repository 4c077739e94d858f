/** The sound of a line, where the host had it kept: a button on each line, and a key for the one in hand. */
import { given, say } from "./say.js";

export class Play {
  /** `list`: the lines. `line()`: the one that the key is for, {id, at, item}; null while there is none. */
  constructor(list, line, told) {
    Object.assign(this, { list, line, told, kept: given.sound });
    this.audio = document.getElementById("audio");
    this.main = document.getElementById("play");
    this.playing = null; // the id of a line
    for (const item of list.children) this.dress(item);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const item of addedNodes) this.dress(item);
    }).observe(list, { childList: true });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button.play");
      if (button) this.toggle(idOf(button.parentElement));
    });
    this.main.addEventListener("click", () => this.pressed());
    this.audio.addEventListener("ended", () => this.stop());
    this.audio.addEventListener("error", () => this.failed());
    document.addEventListener("keydown", (event) => {
      const { code, altKey, ctrlKey, metaKey, shiftKey } = event;
      const key = ctrlKey ? "Space" : "KeyP";
      if (code !== key || !altKey || metaKey || shiftKey || event.repeat || event.isComposing) return;
      event.preventDefault();
      this.pressed();
    });
  }

  /** Give a line its button, in the place of the link that works without a script. */
  dress(item) {
    if (!this.kept || !item.matches?.("li") || item.querySelector(":scope > button.play")) return;
    const line = item.querySelector(":scope > button.line");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "play" });
    button.textContent = say("correct.play");
    button.setAttribute("aria-label", say("correct.play_line", { at: line.querySelector(".time").textContent }));
    button.setAttribute("aria-pressed", "false");
    button.tabIndex = line.tabIndex;
    item.querySelector(":scope > a.play")?.remove();
    line.after(button);
  }

  /** Take it that sound is kept now, or that all of it is deleted. */
  take(frame) {
    if (frame.kind !== "sound") return;
    this.kept = frame.on || (this.kept && !frame.deleted);
    this.main.hidden = !this.kept;
    if (this.kept) return [...this.list.children].forEach((item) => this.dress(item));
    this.stop();
    this.audio.removeAttribute("src");
    this.audio.load();
    for (const button of this.list.querySelectorAll(".play")) {
      if (button === document.activeElement) button.previousElementSibling.focus();
      button.remove();
    }
  }

  pressed() {
    const line = this.line();
    if (!this.kept || !line) return this.told(say("correct.play_none"));
    this.toggle(line.id);
  }

  toggle(id) {
    const again = this.playing === id;
    this.stop();
    if (again) return;
    this.told("");
    this.playing = id;
    // Asked for anew each time: a line that is being said grows, and what is deleted is not heard from a memory.
    this.audio.src = `/m/${given.meeting}/sound/${id}?${Date.now()}`;
    this.show(true);
    this.audio.play().catch(() => {}); // what went wrong comes as an error of the element
  }

  stop() {
    if (this.playing === null) return;
    this.show(false);
    this.playing = null;
    this.audio.pause();
  }

  show(on) {
    const button = document.querySelector(`#l${this.playing} > .play`);
    for (const one of [this.main, button]) one?.setAttribute("aria-pressed", String(on));
  }

  /** Say why: the server has it in a sentence. */
  async failed() {
    const id = this.playing;
    if (id === null) return;
    this.stop();
    let why = say("correct.play_lost");
    try {
      const headers = { accept: "application/json" };
      const answer = await fetch(`/m/${given.meeting}/sound/${id}`, { headers, signal: AbortSignal.timeout(8000) });
      if (!answer.ok) why = (await answer.json()).error ?? why;
    } catch {
      // No answer: said as it is.
    }
    this.told(say("correct.play_not", { why }));
  }
}

const idOf = (item) => Number(item.id.slice(1));
