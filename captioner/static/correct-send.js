/** Corrections on their way to the server, and the name they carry. */

const PATIENCE_MS = 8000;
const NAME = "dccg.by";

export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the server answers, with its status; null when it can't be reached, or is in trouble itself. */
export async function post(address, fields) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.status >= 500 ? null : { status: answer.status, ...(await answer.json()) };
  } catch {
    return null;
  }
}

/** Keep the name in this browser, so that it is given once. */
export function keepName(input) {
  if (!input) return;
  try {
    input.value ||= localStorage.getItem(NAME) ?? "";
    input.addEventListener("input", () => localStorage.setItem(NAME, input.value.trim()));
  } catch {
    // A browser that keeps nothing: the name lasts as long as the page.
  }
}
