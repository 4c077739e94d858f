/** Forms of the desk on their way to the server, and its page on the way back. */

const PATIENCE_MS = 8000;

export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the server answers, with its status; null when it can't be reached, or is in trouble itself. */
export async function post(address, fields) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ ...fields, exact: "yes" }),
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.status >= 500 ? null : { status: answer.status, ...(await answer.json()) };
  } catch {
    return null;
  }
}

/** A page of the server, parsed; null when it can't be reached. */
export function page(address) {
  return new Promise((done) => {
    // A request can parse a page by itself; everything else that does so would have to be trusted with its text.
    const asked = new XMLHttpRequest();
    asked.open("GET", address);
    asked.setRequestHeader("accept", "text/html");
    asked.responseType = "document";
    asked.timeout = PATIENCE_MS;
    asked.onload = () => done(asked.status === 200 ? asked.response : null);
    asked.onerror = asked.ontimeout = () => done(null);
    asked.send();
  });
}

/** An answer as JSON; null when there is none. */
export async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export const time = (when = new Date()) => when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** Make an element that the server's page does not have, and that stays when the page is brought up to date. */
export function live(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.dataset.live = "";
  made.append(...children);
  return made;
}

/** Have an element described by another one as well, or no more. */
export function describe(element, id, on) {
  const ids = new Set((element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size) element.setAttribute("aria-describedby", [...ids].join(" "));
  else element.removeAttribute("aria-describedby");
}
