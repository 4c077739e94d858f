/** A reader writes to the host without leaving the page; what was typed is there until the host has it. */
import { put, say } from "./say.js";

const PATIENCE_MS = 10000;
const DRAFT = "ask draft";

const newKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Make the forms of the panel `section` send by themselves. */
export function askPanel(section) {
  const text = section.querySelector("#ask-text");
  const said = section.querySelector("#ask-said");
  // A page that loads itself again, for another way to read, loses nothing of what is being written.
  text.value ||= draft();
  let sending = false;
  // The same until there is an answer or something else is written: what was sent twice arrives once.
  let key = newKey();
  section.addEventListener("input", () => {
    key = newKey();
    draft(text.value);
  });

  async function send(form) {
    if (sending) return;
    sending = true;
    put(said, say("ask.sending"));
    const fields = new URLSearchParams(new FormData(form));
    const whole = form.contains(text);
    fields.set("key", `${key}${whole ? "" : fields.get("kind")}`);
    const told = await answer(form.action, fields);
    sending = false;
    if (!told) return put(said, say("ask.no_line"));
    key = newKey();
    if (whole) mark(told.field);
    if (told.error) return put(said, told.error);
    // What was written on while this was under way stays.
    if (whole && text.value === fields.get("text")) draft((text.value = ""));
    put(said, say("ask.sent_at", { time: new Date().toLocaleTimeString() }));
  }

  /** Tell which field the refusal is about, and go there. */
  function mark(field) {
    for (const name of ["text", "name"]) {
      const input = section.querySelector(`#ask-${name}`);
      if (name === field) {
        input.setAttribute("aria-invalid", "true");
        input.focus();
      } else input.removeAttribute("aria-invalid");
    }
  }

  for (const form of section.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}

/** What the server says; null when it can't be reached, or is in trouble itself. */
async function answer(address, fields) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const told = await fetch(address, { method: "POST", body: fields, headers: { accept: "application/json" }, signal });
    return told.status === 500 ? null : await told.json();
  } catch {
    return null;
  }
}

/** Keep what is being written, for this tab only; without a text, return what is kept. */
function draft(text) {
  const name = `${DRAFT} ${location.pathname.split("/")[2]}`;
  try {
    if (text === undefined) return sessionStorage.getItem(name) ?? "";
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing: the text is in the field all the same.
  }
  return "";
}
