/** What readers wrote to the host: newest last, each with what can be done about it. Nothing here takes the focus
 *  away; only when the entry that had it is dealt with does the focus go to the next. */
import { clock, put, say } from "./say.js";

const SAID_MS = 8000;

const at = (id) => document.getElementById(id);

function make(kind, attributes = {}) {
  return Object.assign(document.createElement(kind), attributes);
}

export class Queue {
  /** `address`: of the console. `known`: the messages that the page came with. */
  constructor(address, known) {
    this.address = address;
    this.list = at("queue");
    this.entries = new Map();
    // The server's entries give way to the same ones made here.
    this.list.replaceChildren();
    this.seen = Math.max(0, ...known.map((message) => message.id));
    this.fresh = 0;
    this.timer = 0;
  }

  draw(messages) {
    const present = new Set(messages.map((message) => message.id));
    for (const [id, entry] of this.entries) if (!present.has(id)) this.remove(id, entry);
    for (const message of messages) this.show(message);
    put(at("queue-title"), say("console.queue", { n: messages.length }));
    at("queue-none").hidden = messages.length > 0;
    this.tell(messages.filter((message) => message.id > this.seen));
  }

  show(message) {
    let entry = this.entries.get(message.id);
    if (!entry) {
      entry = this.entry(message);
      this.entries.set(message.id, entry);
      this.list.append(entry.line);
    }
    put(entry.count, message.count > 1 ? ` ${say("console.queue_times", { n: message.count })}` : "");
  }

  entry(message) {
    const line = make("li");
    const about = make("p", { className: "about", id: `queue-about-${message.id}` });
    const count = make("span");
    const name = make("span", { dir: "auto", textContent: message.name || say("console.queue_nobody") });
    about.append(make("b", { textContent: say(`console.queue_kind_${message.kind}`) }), count, ", ", name, ", ", this.time(message));
    const words = make("p", { className: "words", id: `queue-${message.id}`, dir: "auto", textContent: message.text });
    const row = make("div", { className: "row" });
    row.append(this.button(message, "done"));
    if (message.kind === "question") row.append(" ", this.button(message, "show"));
    line.append(about, words, row);
    return { line, count };
  }

  time(message) {
    const time = message.utc.slice(11, 16);
    const text =
      message.at_ms == null
        ? say("console.queue_at", { time })
        : say("console.queue_at_captions", { time, at: clock(message.at_ms) });
    return make("time", { dateTime: message.utc, textContent: text });
  }

  button(message, what) {
    const text = what === "done" ? say("console.queue_done") : say("console.queue_show");
    const button = make("button", { name: "id", value: message.id, textContent: text });
    button.setAttribute("formaction", `${this.address}/message-${what}`);
    button.setAttribute("aria-describedby", `queue-about-${message.id} queue-${message.id}`);
    return button;
  }

  remove(id, { line }) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    const held = line.contains(document.activeElement);
    line.remove();
    this.entries.delete(id);
    if (held) (next?.querySelector("button") ?? at("queue-title")).focus();
  }

  /** Say how many are new; those that come while it is still said are added. */
  tell(messages) {
    if (messages.length === 0) return;
    this.seen = messages.at(-1).id;
    this.fresh += messages.length;
    put(at("queue-new"), say(this.fresh === 1 ? "console.queue_new_one" : "console.queue_new_many", { n: this.fresh }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.fresh = 0;
      put(at("queue-new"), "");
    }, SAID_MS);
  }
}
