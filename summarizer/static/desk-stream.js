/** News of the desk as they happen, resumed by number after every break. */

const STALE_MS = 6000; // the server says something at least every 2 s
const CHECK_MS = 1000;
const FIRST_MS = 500;
const LONGEST_MS = 8000;

export class Stream {
  /** News come to `onNews(news)`, those with a number each exactly once; `onUp()` says that the line is (again) there. */
  constructor(address, after, onNews, onUp) {
    Object.assign(this, { address, after, onNews, onUp });
    this.tries = 0;
    this.timer = 0;
    this.up = false;
    addEventListener("online", () => this.now());
    addEventListener("pagehide", () => this.drop());
    addEventListener("pageshow", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    setInterval(() => this.check(), CHECK_MS);
    this.now();
  }

  now() {
    if (this.source) return;
    clearTimeout(this.timer);
    this.heard = performance.now();
    this.source = new EventSource(`${this.address}/stream?after=${this.after}`);
    this.source.onmessage = (message) => this.take(JSON.parse(message.data));
    this.source.addEventListener("again", () => location.reload()); // the report was erased, and begun anew
    this.source.onerror = () => this.lost();
  }

  take(news) {
    this.heard = performance.now();
    this.tries = 0;
    if (!this.up) this.onUp();
    this.up = true;
    if (news.kind === "beat" || (news.seq && news.seq <= this.after)) return;
    if (news.seq) this.after = news.seq;
    this.onNews(news);
  }

  check() {
    if (this.source && performance.now() - this.heard > STALE_MS) this.lost();
  }

  drop() {
    this.source?.close();
    this.source = null;
    this.up = false;
  }

  lost() {
    this.drop();
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tries) * (0.5 + Math.random() / 2);
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), wait);
  }
}
