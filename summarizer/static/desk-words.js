/** What became of what was typed, in words: beside the statement at once, and aloud once it has come to rest. */
import { live, time } from "./desk-send.js";
import { put, say } from "/static/say.js";

const REST_MS = 1500;

export class Words {
  constructor(root) {
    this.region = live("p", { id: "aloud-live", class: "offscreen", role: "status" });
    root.prepend(this.region);
    this.places = new WeakMap(); // form -> where its words stand
    this.refused = new Map(); // field -> its complaint
    this.lost = new Set(); // forms whose words the server has not got
    this.rest = 0;
    this.news = "";
  }

  /** Say something aloud now. */
  aloud(text) {
    clearTimeout(this.rest);
    this.news = "";
    put(this.region, "");
    // A region that is emptied and filled in one go may say nothing.
    setTimeout(() => put(this.region, text), 50);
  }

  /** Say it aloud when the typing rests: once for a run of it. */
  soon(text) {
    this.news = text;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.now(), REST_MS);
  }

  /** The typing rests already: whoever leaves the field hears it. */
  now() {
    if (this.news) this.aloud(this.news);
  }

  typing() {
    clearTimeout(this.rest);
  }

  show(form, text, bad = false) {
    let place = this.places.get(form);
    if (!place?.isConnected) {
      place = live("p", { class: "kept-state" });
      (form.querySelector(":scope > .row") ?? form).append(place);
      this.places.set(form, place);
    }
    put(place, text);
    place.classList.toggle("error", bad);
  }

  saving(form) {
    if (!this.lost.has(form)) this.show(form, say("live.saving"));
  }

  saved(form) {
    const told = say("live.saved", { time: time() });
    this.show(form, told);
    const was = this.lost.delete(form);
    if (was && this.lost.size === 0) this.aloud(say("live.back_aloud"));
    else if (!was) this.soon(told);
  }

  unsent(form) {
    this.show(form, say("live.lost"), true);
    const first = this.lost.size === 0;
    this.lost.add(form);
    if (first) this.aloud(say("live.lost_aloud"));
  }

  /** The server does not take what stands in a field; without a sentence, the complaint is taken away. */
  complain(field, why = "") {
    const before = this.refused.get(field);
    if (!why) {
      if (!before) return;
      before.remove();
      this.refused.delete(field);
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-errormessage");
      return;
    }
    const place = before ?? live("p", { class: "error", id: `${field.id}-error-live` });
    place.textContent = why;
    field.after(place);
    this.refused.set(field, place);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", place.id);
    this.soon(why);
  }
}
