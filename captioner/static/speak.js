/** Reads finished sentences aloud with a voice of this device, for those who ask for it. */

export class Speaker {
  /** `button` is shown once there is a voice that works without sending the words to anybody. */
  constructor(button, lang) {
    this.button = button;
    this.lang = lang;
    this.on = false;
    this.synthesis = window.speechSynthesis;
    if (!button || !this.synthesis) return;
    button.addEventListener("click", () => this.turn(!this.on));
    this.synthesis.addEventListener?.("voiceschanged", () => this.look());
    addEventListener("pagehide", () => this.turn(false));
    this.look();
  }

  look() {
    this.button.hidden = this.voice(this.lang) === undefined;
  }

  voice(lang) {
    const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];
    return this.synthesis.getVoices().find((voice) => voice.localService && base(voice.lang) === base(lang));
  }

  turn(on) {
    if (this.on && !on) this.synthesis.cancel();
    this.on = on;
    this.button.setAttribute("aria-pressed", String(on));
  }

  take(thing) {
    if (!this.on || thing.kind !== "sentence") return;
    const lang = thing.lang || this.lang;
    const voice = this.voice(lang);
    if (!voice) return;
    const spoken = new SpeechSynthesisUtterance(thing.text);
    spoken.voice = voice;
    spoken.lang = lang;
    this.synthesis.speak(spoken);
  }
}
