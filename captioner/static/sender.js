/** Sends sound to the server and keeps it until the server has it, through every break of the line. */

const NOT_LET_IN = 4003; // the server's word for a right that is missing or has ended
const KEPT_S = 300;
const STALE_MS = 5000;
const MOST_UNSENT = 512 * 1024;
const LONGEST_WAIT_MS = 8000;

/** `told` is called with {kind, ...}: "ready", "away", "overflow", "error", "refused", "closed". */
export class Sender {
  constructor(path, name, rate, told) {
    this.path = path;
    this.name = name;
    this.rate = rate;
    this.told = told;
    this.key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.kept = []; // {at, pcm}, oldest first
    this.count = 0; // samples recorded so far
    this.next = 0; // the next sample to be sent
    this.ready = false;
    this.everReady = false;
    this.finishing = false;
    this.endSent = false;
    this.closed = false;
    this.tries = 0;
    this.socket = null;
    this.heard = Date.now();
    this.watch = setInterval(() => this.check(), 1000);
    this.connect();
  }

  /** Seconds of sound that the server does not have yet. */
  get waiting() {
    return this.kept.length ? (this.count - this.kept[0].at) / this.rate : 0;
  }

  add(pcm) {
    if (this.finishing) return;
    this.kept.push({ at: this.count, pcm });
    this.count += pcm.length;
    let lost = false;
    while (this.waiting > KEPT_S) {
      this.kept.shift();
      lost = true;
    }
    if (lost) this.told({ kind: "overflow" });
    this.pump();
  }

  finish() {
    this.finishing = true;
    this.pump();
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.path}`);
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => socket === this.socket && this.hello();
    socket.onmessage = (message) => socket === this.socket && this.receive(JSON.parse(message.data));
    socket.onclose = ({ code }) => socket === this.socket && (code === NOT_LET_IN ? this.refused() : this.lost());
  }

  hello() {
    const held = Math.round(this.waiting * 1000);
    this.socket.send(
      JSON.stringify({ kind: "hello", name: this.name, rate: this.rate, channels: 1, key: this.key, held_ms: held }),
    );
  }

  receive(message) {
    this.heard = Date.now();
    if (message.kind === "error") {
      this.told({ kind: "error", text: message.text });
      if (!this.everReady) this.close();
      return;
    }
    const has = message.kind === "ready" ? message.received : message.samples;
    while (this.kept.length && this.kept[0].at + this.kept[0].pcm.length <= has) this.kept.shift();
    if (message.kind === "ready") {
      this.ready = this.everReady = true;
      this.endSent = false;
      this.tries = 0;
      this.next = has;
      this.told({ kind: "ready", waiting: this.waiting });
    } else if (this.endSent && this.kept.length === 0) return this.close(); // the end is safe, and all before it
    this.pump();
  }

  pump() {
    if (!this.ready) return;
    for (const { at, pcm } of this.kept) {
      if (at + pcm.length <= this.next) continue;
      if (this.socket.bufferedAmount > MOST_UNSENT) return;
      const message = new ArrayBuffer(8 + pcm.byteLength);
      new DataView(message).setBigUint64(0, BigInt(at), true);
      const sound = new DataView(message, 8);
      pcm.forEach((sample, i) => sound.setInt16(2 * i, sample, true));
      this.socket.send(message);
      this.next = at + pcm.length;
    }
    if (!this.finishing || this.endSent) return;
    this.socket.send(JSON.stringify({ kind: "end" }));
    this.endSent = true;
  }

  check() {
    if (this.closed) return;
    this.pump();
    if (this.socket && this.waiting > 0 && Date.now() - this.heard > STALE_MS) this.socket.close();
  }

  lost() {
    this.socket = null;
    this.ready = false;
    if (this.closed) return;
    this.told({ kind: "away" });
    const wait = Math.min(LONGEST_WAIT_MS, 300 * 2 ** this.tries) * (0.5 + Math.random() / 2);
    this.tries += 1;
    setTimeout(() => this.closed || this.connect(), wait);
  }

  /** Coming back would be of no use: the right to send has ended. */
  refused() {
    this.socket = null;
    this.told({ kind: "refused" });
    this.close();
  }

  close() {
    this.closed = true;
    clearInterval(this.watch);
    this.socket?.close();
    this.told({ kind: "closed" });
  }
}
