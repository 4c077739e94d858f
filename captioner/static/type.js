/** A person types the captions: what is typed is sent in order, and once, whatever the line does. */
import { Captions } from "./captions.js";
import { given, put, say } from "./say.js";
import { Stream } from "./stream.js";

const at = (id) => document.getElementById(id);
const text = at("text");
const by = at("by");
const region = at("captions");
const captions = new Captions(region);
const page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const status = { origin: given.status.origin, by: given.status.by };

const queue = []; // {fields, began}
let number = 0;
let sending = false;
let began = 0;

function writer() {
  const human = status.origin === "human";
  const mine = human && status.by === by.value.trim();
  put(at("writer"), human ? (mine ? say("type.yours") : say("type.theirs", { name: status.by })) : say("type.machine"));
  at("give").disabled = !human;
}

function send(fields) {
  const name = by.value.trim();
  if (!name) {
    put(at("waiting"), say("type.need_name"));
    by.focus();
    return false;
  }
  number += 1;
  queue.push({ fields: { ...fields, by: name, key: page, n: number }, began });
  began = 0;
  pump();
  return true;
}

async function pump() {
  if (sending) return;
  sending = true;
  let tries = 0;
  while (queue.length > 0) {
    const { fields, began: from } = queue[0];
    const body = new URLSearchParams({ ...fields, ago_ms: from ? Date.now() - from : 0 });
    try {
      const headers = { accept: "application/json" };
      const answer = await fetch(given.typed, { method: "POST", body, headers, signal: AbortSignal.timeout(5000) });
      const told = await answer.json();
      if (answer.status >= 500) throw new Error(told.error);
      queue.shift();
      tries = 0;
      put(at("waiting"), told.error ?? "");
    } catch {
      tries += 1;
      put(at("waiting"), say("type.waiting", { n: queue.length }));
      await new Promise((done) => setTimeout(done, Math.min(5000, 300 * 2 ** tries)));
    }
  }
  sending = false;
}

const byWord = () => document.querySelector("input[name=mode]:checked").value === "word";

function sendLine() {
  const line = text.value.trim();
  if (line && !send({ do: "text", text: line })) return;
  text.value = "";
}

/** Send all whole words; the one being written stays. */
function sendWords() {
  const whole = /^([\s\S]*\S)\s+(\S*)$/.exec(text.value);
  if (whole && send({ do: "text", text: whole[1].trim() })) text.value = whole[2];
}

text.addEventListener("input", (event) => {
  began ||= Date.now();
  if (byWord() && !event.isComposing) sendWords();
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendLine();
});
at("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  const what = event.submitter?.value ?? "text";
  if (what === "text") sendLine();
  else if (send({ do: what })) text.focus();
});
by.addEventListener("input", writer);
addEventListener("beforeunload", (event) => queue.length > 0 && event.preventDefault());

function receive(frame) {
  if (frame.kind === "origin") {
    status.origin = frame.origin;
    status.by = frame.by ?? "";
    writer();
  }
  captions.take(frame);
  region.scrollTop = region.scrollHeight;
}

at("modes").hidden = false;
at("send").hidden = true;
region.scrollTop = region.scrollHeight;
writer();
new Stream(given.live, given.seq, receive, () => {}, { since: given.since });
