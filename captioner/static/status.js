/** What is going on, in words: the connection, the meeting, who writes the captions. */
import { put, say } from "./say.js";

const LATE_MS = 4000;

export class Status {
  /** `places`: the elements {status, mode, hearing, notice}. `known`: what the server knew. */
  constructor(places, known) {
    this.places = places;
    this.state = known.state;
    this.engineNotice = known.engine_notice;
    this.origin = known.origin;
    this.by = known.by;
    this.lostSince = null;
    this.health = {};
    this.draw();
  }

  take(frame) {
    if (frame.kind === "health") this.health = frame;
    else if (frame.kind === "notice") put(this.places.notice, frame.text);
    else if (frame.kind === "state") {
      this.state = frame.state;
      if (frame.notice != null) this.engineNotice = frame.notice;
    } else if (frame.kind === "origin") {
      this.origin = frame.origin;
      this.by = frame.by;
    } else return;
    this.draw();
  }

  line(since) {
    const before = this.lostSince;
    this.lostSince = since;
    if (before !== since) this.draw();
  }

  draw() {
    put(this.places.status, this.main());
    put(this.places.mode, this.mode());
    put(this.places.hearing, this.hearing());
  }

  main() {
    if (this.lostSince) return say("status.lost", { time: this.lostSince.toLocaleTimeString() });
    const parts = [say(`status.${this.state}`)];
    const late = this.health.delay_ms ?? 0;
    // In steps of five seconds: the region speaks at every change.
    if (this.state === "listening" && late >= LATE_MS) {
      parts.push(say("status.late", { n: Math.max(5, Math.round(late / 5000) * 5) }));
    }
    if (this.health.saved === false) parts.push(say("status.unsaved"));
    return parts.join(" ");
  }

  mode() {
    if (this.origin === "human") return this.by ? say("status.human_by", { name: this.by }) : say("status.human");
    if (this.engineNotice) return say("status.machine_notice", { notice: this.engineNotice });
    return say("status.machine");
  }

  hearing() {
    if (this.lostSince || this.state !== "listening" || this.health.hearing === undefined) return "";
    return this.health.hearing ? say("status.hearing") : say("status.silence");
  }
}
