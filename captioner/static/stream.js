/** The numbered events of a meeting, live, over whichever line gets through, resumed by number after every break. */
import { LINES } from "./lines.js";
import { Tails } from "./tails.js";

const STALE_MS = 4000; // the server says something at least every 2 s
const CHECK_MS = 500;
const FIRST_MS = 400;
const LONGEST_MS = 8000;
const LOYAL = 2; // so often a line that worked is tried, before the others are too
const RISE_MS = 60000;
const BEST = "websocket";
const KEPT = "dccg.line";

/** Frames come to `onFrame(frame)`, each numbered one exactly once and in order.
 *  `onLine(since)` is told null when the line is up, else the Date of the last frame.
 *  `options.finals`: only settled words are sent; `options.epoch`: of which stream number `after` is, where the page
 *  knows it; `options.since`: what a reader who may not read everything brings along. `how` is the name of the line
 *  that is up, "" while none is. */
export class Stream {
  constructor(path, after, onFrame, onLine, options = {}) {
    this.base = path.slice(0, path.lastIndexOf("/"));
    this.after = after;
    this.onFrame = onFrame;
    this.onLine = onLine;
    this.finals = Boolean(options.finals);
    this.since = options.since ? `&since=${encodeURIComponent(options.since)}` : "";
    this.epoch = options.epoch ?? "";
    this.spreadMs = 0; // over how long readers are asked to spread who come back together
    this.how = "";
    this.riseMs = options.riseMs ?? RISE_MS;
    this.line = null; // {name, opened, close()}
    this.rival = null;
    this.proven = recall();
    this.place = 0; // in the order of the lines
    this.tries = 0; // rounds without a frame
    this.heard = new Date();
    this.timer = 0;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    addEventListener("pagehide", () => this.drop());
    addEventListener("pageshow", () => this.now());
    setInterval(() => this.check(), CHECK_MS);
    this.connect();
  }

  /** The lines to try in this round. One that worked is trusted for a while: when the server is away, all of them
   *  fail, and whoever comes back over a poorer one would stay on it. */
  round() {
    const names = Object.keys(LINES);
    if (!this.proven) return names;
    return this.tries < LOYAL ? [this.proven] : [this.proven, ...names.filter((name) => name !== this.proven)];
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.fresh = true;
    this.how = "";
    this.line = made(this.round()[this.place]);
    this.open(this.line);
  }

  open(line) {
    const mine = (take) => (told) => (line === this.line || line === this.rival) && take(told);
    const taker = {
      frame: mine((frame) => this.receive(line, frame)),
      over: mine(() => (line === this.rival ? this.dropRival() : this.lost())),
      anew: mine(() => location.reload()),
    };
    const tails = this.finals ? "&only=finals" : "&more=2";
    const address = (end) => `${this.base}/${end}?after=${this.after}${tails}&epoch=${this.epoch}${this.since}`;
    try {
      const opened = new LINES[line.name](address, taker);
      line.close = () => opened.close();
    } catch {
      taker.over(); // a browser without this line, or one that forbids it
    }
  }

  /** Try the best line beside the one that is up: nobody is to stay on a poorer one for one bad moment. */
  rise() {
    if (!this.line || this.how === BEST) return;
    this.rival = made(BEST);
    this.open(this.rival);
  }

  receive(line, told) {
    if (line === this.rival) this.adopt(line);
    const frame = line.tails.whole(told);
    this.heard = new Date();
    this.tries = 0;
    this.prove(line.name);
    this.onLine(null);
    if (told.kind === "stream" || told.kind === "beat") this.learn(told);
    if (!frame) return;
    if (typeof frame.seq !== "number") return this.onFrame(frame);
    if (frame.seq <= this.after) return;
    // A number left out in mid-stream is an event lost on the way: ask again from the last one held.
    if (!this.fresh && frame.seq > this.after + 1) return this.again();
    this.fresh = false;
    this.after = frame.seq;
    this.onFrame(frame);
  }

  /** What the server says of itself: which stream this is, and how many may come back at once. */
  learn({ epoch, spread_ms: spreadMs }) {
    this.epoch = epoch ?? this.epoch;
    this.spreadMs = spreadMs ?? 0;
  }

  adopt(rival) {
    this.rival = null;
    this.drop();
    this.line = rival;
    this.fresh = true;
  }

  prove(name) {
    this.place = 0;
    if (this.how !== name) {
      clearTimeout(this.rising);
      if (name !== BEST) this.rising = setTimeout(() => this.rise(), this.riseMs);
    }
    this.how = name;
    if (this.proven === name) return;
    this.proven = name;
    remember(name);
  }

  check() {
    const now = Date.now();
    const silent = now - this.heard.getTime();
    if (this.rival && now - this.rival.opened > STALE_MS) this.dropRival();
    if (this.line && Math.min(silent, now - this.line.opened) > STALE_MS) this.again();
    if (silent > STALE_MS) this.onLine(this.heard);
  }

  again() {
    this.drop();
    this.lost();
  }

  drop() {
    const line = this.line;
    this.line = null;
    if (line) line.close();
    this.dropRival();
  }

  dropRival() {
    const rival = this.rival;
    this.rival = null;
    if (rival) rival.close();
  }

  lost() {
    const worked = this.how !== "";
    this.drop();
    this.how = "";
    if (!worked) {
      this.place += 1;
      if (this.place < this.round().length) return this.connect();
    }
    this.place = 0;
    if (this.tries > 0) this.onLine(this.heard);
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    // Half of it by chance, and more where many read, so that they do not all come back in the same instant.
    this.timer = setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2) + this.spreadMs * Math.random());
  }

  /** Try at once: the network is back, or the reader looks again. */
  now() {
    if (this.line) return;
    this.tries = Math.max(this.tries, 1);
    this.place = 0;
    this.connect();
  }
}

const made = (name) => ({ name, opened: Date.now(), tails: new Tails(), close: () => {} });

/** The line that worked when this tab was here before; "" if none did. */
function recall() {
  try {
    const name = sessionStorage.getItem(KEPT);
    return name && Object.hasOwn(LINES, name) ? name : "";
  } catch {
    return ""; // storage may be forbidden
  }
}

function remember(name) {
  try {
    sessionStorage.setItem(KEPT, name);
  } catch {
    // It is found out again at the next load.
  }
}
