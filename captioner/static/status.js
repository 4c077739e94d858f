/** What is going on, in words: the connection, the meeting, who writes the captions. */
import { put, say } from "./say.js";

const LATE_MS = 4000;
const STOPPED_MS = 30000; // later than this is no live caption any more
const STALE_MS = 4500; // somebody speaks and nothing comes

export class Status {
  /** `places`: the elements {status, mode, hearing, notice, age, offer, report}. `known`: what the server knew. */
  constructor(places, known) {
    this.places = places;
    this.state = known.state;
    this.told = known.told; // what people are told before captions begin
    this.off = known.off;
    this.engineNotice = known.engine_notice;
    this.origin = known.origin;
    this.by = known.by;
    this.sound = known.sound;
    this.lostSince = null;
    this.failing = false;
    this.health = {};
    this.text = Date.now(); // when words came last
    this.heard = 0; // since when speech is heard
    setInterval(() => this.draw(), 500);
    this.draw();
  }

  take(frame) {
    if (frame.kind === "final" || frame.kind === "partial") this.text = Date.now();
    else if (frame.kind === "health") this.take_health(frame);
    else if (frame.kind === "notice") put(this.places.notice, frame.text);
    else if (frame.kind === "record") this.off = !frame.on;
    else if (frame.kind === "sound") this.sound = frame.on ? "on" : frame.deleted ? "" : "kept";
    else if (frame.kind === "state") {
      this.state = frame.state;
      if (frame.notice != null) this.engineNotice = frame.notice;
    } else if (frame.kind === "origin") {
      this.origin = frame.origin;
      this.by = frame.by;
    } else return;
    this.draw();
  }

  take_health(frame) {
    if (!frame.hearing) this.heard = 0;
    else this.heard ||= Date.now();
    this.health = frame;
  }

  line(since) {
    const before = this.lostSince;
    this.lostSince = since;
    if (before !== since) this.draw();
  }

  draw() {
    const { main, failing } = this.main();
    put(this.places.status, main);
    put(this.places.mode, this.sound ? `${this.mode()} ${say(`status.sound_${this.sound}`)}` : this.mode());
    put(this.places.hearing, this.hearing());
    put(this.places.age, this.age());
    this.places.offer.hidden = !failing;
    if (this.places.report) this.places.report.hidden = this.state !== "ended";
    // An overlay shows what is going on only when something is wrong.
    document.body.classList.toggle("broken", failing || this.lostSince !== null);
  }

  /** What the status region says; `failing` when another channel is to be offered. */
  main() {
    if (this.lostSince) return { main: say("status.lost", { time: this.lostSince.toLocaleTimeString() }), failing: false };
    const parts = [say(this.off && this.state === "listening" ? "status.off" : `status.${this.state}`)];
    this.failing = false;
    const trouble = this.state === "listening" ? this.trouble() : "";
    if (trouble) parts.push(trouble);
    if (this.health.saved === false) parts.push(say("status.unsaved"));
    return { main: parts.join(" "), failing: this.failing };
  }

  trouble() {
    const late = this.health.delay_ms ?? 0;
    const quiet = Date.now() - Math.max(this.heard, this.text);
    this.failing = true;
    if (late >= STOPPED_MS) return say("status.stopped");
    if (this.heard && quiet >= STALE_MS && this.origin === "machine") return say("status.stale");
    if (this.health.sources === 0 && this.origin === "machine") return say("status.no_sound");
    this.failing = false;
    // In steps of five seconds: the region speaks at every change.
    if (late >= LATE_MS) return say("status.late", { n: Math.max(5, Math.round(late / 5000) * 5) });
    return "";
  }

  mode() {
    if (this.origin === "human") return this.by ? say("status.human_by", { name: this.by }) : say("status.human");
    if (this.state === "planned") return say(`status.${this.told}`);
    const machine = this.engineNotice ? say("status.machine_notice", { notice: this.engineNotice }) : say("status.machine");
    return this.health.lighter ? `${machine} ${say("status.lighter")}` : machine;
  }

  hearing() {
    if (this.lostSince || this.state !== "listening" || this.health.hearing === undefined) return "";
    return this.health.hearing ? say("status.hearing") : say("status.silence");
  }

  /** How old the newest words are, outside the status region: it would speak at every second. */
  age() {
    const seconds = Math.round((Date.now() - this.text) / 5000) * 5;
    if (!(this.lostSince || this.failing) || seconds < 5) return "";
    const minutes = Math.floor(seconds / 60);
    return minutes ? say("status.age_minutes", { n: minutes }) : say("status.age", { n: seconds });
  }
}
