/** The three lines over which a meeting's events can come, the best first.
 *
 *  A line is opened by `new Line(address, taker)`; `address(name)` gives where it is, with what is held by then. It
 *  tells `taker.frame(frame)` what comes, `taker.anew()` when the meeting was made anew or may not be read any more
 *  (the page that is loaded then says why), and `taker.over()` when it is over by itself. After `close()` it tells
 *  nothing more. */

const BEGIN_AGAIN = 4002;
const NOT_LET_IN = 4003;
const POLL_MS = 1000; // with the two seconds that the server waits, still less than what counts as silence
const BEAT = { seq: null, kind: "beat" };

class Socket {
  constructor(address, taker) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}${address("live")}`);
    this.socket.onmessage = (message) => taker.frame(JSON.parse(message.data));
    this.socket.onclose = ({ code }) => ([BEGIN_AGAIN, NOT_LET_IN].includes(code) ? taker.anew() : taker.over());
  }

  close() {
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }
}

class Events {
  constructor(address, taker) {
    this.source = new EventSource(address("events"));
    this.source.onmessage = (message) => taker.frame(JSON.parse(message.data));
    this.source.addEventListener("again", () => taker.anew());
    // It would try again by itself, for ever and at the old address; when to try is the stream's business.
    this.source.onerror = () => {
      this.close();
      taker.over();
    };
  }

  close() {
    this.source.onmessage = this.source.onerror = null;
    this.source.close();
  }
}

class Poll {
  constructor(address, taker) {
    this.address = address;
    this.taker = taker;
    this.ended = new AbortController();
    this.run();
  }

  async run() {
    const { signal } = this.ended;
    let cursor = "";
    try {
      while (!signal.aborted) {
        const begun = Date.now();
        const where = `${this.address("poll")}&cursor=${encodeURIComponent(cursor)}`;
        const answer = await fetch(where, { signal, cache: "no-store", referrerPolicy: "no-referrer" });
        if (refusedByUs(answer) && !signal.aborted) return this.taker.anew();
        if (!answer.ok) throw new Error(answer.statusText);
        const told = await answer.json();
        if (told.again && !signal.aborted) return this.taker.anew();
        cursor = told.cursor;
        for (const frame of told.frames.length > 0 ? told.frames : [BEAT]) if (!signal.aborted) this.taker.frame(frame);
        // What comes word by word is fetched together: each asking costs about a kilobyte.
        await new Promise((done) => setTimeout(done, begun + POLL_MS - Date.now()));
      }
    } catch {
      if (!signal.aborted) this.taker.over();
    }
  }

  close() {
    this.ended.abort();
  }
}

/** A network that refuses says so too, but not as the program does: a page must not be given up for that. */
const refusedByUs = ({ status, headers }) =>
  [401, 403].includes(status) && (headers.get("content-type") ?? "").startsWith("application/json");

export const LINES = { websocket: Socket, events: Events, poll: Poll };
