/** The captions that a line rests on, heard again: while their sound is kept. */
import { live } from "./desk-send.js";
import { given, put, say } from "/static/say.js";

export class Sound {
  constructor(words, root) {
    this.words = words;
    this.there = null; // whether there is any sound; not asked for before it is wanted
    this.player = null;
    this.button = null;
    root.addEventListener("focusin", (event) => this.offer(event.target.closest(".line")));
    root.addEventListener("pointerover", (event) => this.offer(event.target.closest?.(".line")));
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button.play");
      if (button) this.toggle(button);
    });
  }

  async asked(cue) {
    try {
      const answer = await fetch(this.address(cue), { headers: { range: "bytes=0-0" }, signal: AbortSignal.timeout(8000) });
      return answer.ok;
    } catch {
      return false;
    }
  }

  address(cue) {
    return `/m/${given.meeting}/sound/${cue}`;
  }

  /** Put a button beside every caption of a line whose sound is there. */
  async offer(line) {
    if (!line) return;
    const links = [...line.querySelectorAll("a[data-cue]")];
    if (!links.length || this.there === false) return;
    this.there ??= this.asked(links[0].dataset.cue);
    if (!(await this.there)) return void (this.there = false);
    for (const link of links) {
      if (link.nextElementSibling?.matches("button.play")) continue;
      const button = live("button", { type: "button", class: "play", "data-cue": link.dataset.cue });
      put(button, say("live.play", { n: link.dataset.cue }));
      link.after(button);
    }
  }

  /** Play the first caption of a line, or stop. */
  async first(line) {
    if (this.button) return this.stop();
    await this.offer(line);
    const button = line?.querySelector("button.play");
    if (button) this.toggle(button);
    else this.words.aloud(say("live.play_none"));
  }

  toggle(button) {
    const again = this.button === button;
    this.stop();
    if (again) return;
    this.button = button;
    put(button, say("live.stop"));
    this.player = new Audio(this.address(button.dataset.cue));
    this.player.onended = () => this.stop();
    const fault = () => {
      this.stop();
      this.words.aloud(say("live.play_none"));
    };
    this.player.onerror = fault;
    this.player.play().catch(fault);
  }

  stop() {
    if (!this.button) return;
    put(this.button, say("live.play", { n: this.button.dataset.cue }));
    this.player.onended = this.player.onerror = null;
    this.player.pause();
    this.button = this.player = null;
  }
}
