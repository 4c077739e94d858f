/** Reads finished sentences to screen readers, for those who ask for it: nothing is announced until the switch is on. */
import { say } from "./say.js";

const KEPT_MS = 30000; // so that nobody who walks through the page meets the words a second time

export class Announcer {
  /** `log`: the live region, there and empty from the start. `counts`: elements that speak up only when this is on. */
  constructor(log, button, counts, keptMs = KEPT_MS) {
    this.log = log;
    this.button = button;
    this.counts = counts.filter(Boolean);
    this.keptMs = keptMs;
    this.speaker = undefined; // whom the last announced words were of
    this.named = false;
    button?.addEventListener("click", () => window.look?.set("announce", this.on ? "off" : "on") ?? this.turn(!this.on));
    window.look?.changed((name) => name === "announce" && this.turn(window.look.get("announce") === "on"));
    this.turn(window.look?.get("announce") === "on");
  }

  turn(on) {
    this.on = on;
    this.button?.setAttribute("aria-pressed", String(on));
    this.log.setAttribute("aria-live", on ? "polite" : "off");
    for (const count of this.counts) {
      if (on) count.setAttribute("role", "status");
      else count.removeAttribute("role");
    }
    if (!on) this.log.replaceChildren();
    this.speaker = undefined;
  }

  /** Take what came through the gate. */
  take(thing) {
    if (thing.kind === "sentence") this.named ||= thing.speaker !== null;
    if (!this.on) return;
    if (thing.kind === "sentence") this.sentence(thing);
    else if (thing.kind === "agenda") this.add(say("captions.item", { number: thing.item, title: thing.title ?? "" }));
    else if (thing.kind === "correction") this.correction(thing);
  }

  sentence({ speaker, lang, text }) {
    const label = speaker ?? (this.named ? say("captions.unknown") : "");
    const line = this.add(label && label !== this.speaker ? say("modes.said", { name: label, text }) : text);
    if (lang && lang !== document.documentElement.lang) line.lang = lang;
    this.speaker = label;
  }

  correction({ text, speaker }) {
    if (text != null) this.add(say("modes.correction", { text }));
    if (speaker != null) this.add(say("modes.correction_speaker", { name: speaker }));
  }

  add(text) {
    const line = document.createElement("p");
    line.dir = "auto";
    line.textContent = text;
    this.log.append(line);
    setTimeout(() => line.remove(), this.keptMs);
    return line;
  }
}
