/** The numbered events of a meeting, live, resumed by number after every break. */

const STALE_MS = 5000; // the server says something at least every 2 s
const FIRST_MS = 400;
const BEGIN_AGAIN = 4002; // the meeting has fewer events than we hold: it was made anew
const LONGEST_MS = 8000;

/** Frames come to `onFrame(frame)`, each numbered one exactly once and in order.
 *  `onLine(since)` is told null when the line is up, else the Date of the last frame. */
export class Stream {
  constructor(path, after, onFrame, onLine) {
    this.path = path;
    this.after = after;
    this.onFrame = onFrame;
    this.onLine = onLine;
    this.tries = 0;
    this.heard = new Date();
    this.socket = null;
    this.timer = 0;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    addEventListener("pagehide", () => this.drop());
    addEventListener("pageshow", () => this.now());
    setInterval(() => this.check(), 1000);
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.opened = Date.now();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.path}?after=${this.after}`);
    this.socket = socket;
    this.fresh = true;
    socket.onmessage = (message) => socket === this.socket && this.receive(JSON.parse(message.data));
    socket.onclose = ({ code }) => {
      if (code === BEGIN_AGAIN) location.reload();
      else if (socket === this.socket) this.lost();
    };
  }

  receive(frame) {
    this.heard = new Date();
    this.tries = 0;
    this.onLine(null);
    if (typeof frame.seq !== "number") return this.onFrame(frame);
    if (frame.seq <= this.after) return;
    // A number left out in mid-stream is an event lost on the way: ask again from the last one held.
    if (!this.fresh && frame.seq > this.after + 1) return this.again();
    this.fresh = false;
    this.after = frame.seq;
    this.onFrame(frame);
  }

  check() {
    const still = Date.now() - Math.max(this.heard.getTime(), this.opened);
    if (this.socket && still > STALE_MS) this.again();
    else if (Date.now() - this.heard.getTime() > STALE_MS) this.onLine(this.heard);
  }

  again() {
    this.drop();
    this.lost();
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
  }

  lost() {
    this.socket = null;
    if (this.tries > 0) this.onLine(this.heard);
    const wait = this.tries === 0 ? FIRST_MS : Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    // Half of it by chance, so that a thousand readers do not come back in the same instant.
    this.timer = setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2));
  }

  /** Try at once: the network is back, or the reader looks again. */
  now() {
    if (this.socket) return;
    this.tries = Math.max(this.tries, 1);
    this.connect();
  }
}
