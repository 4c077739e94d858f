/** The texts of this page, from the catalogue that the server put into it. */
const page = JSON.parse(document.getElementById("page").textContent);

/** What the server told this page besides its texts. */
export const given = page.given;

/** The text of `key`, "section.name", its {holes} filled. */
export function say(key, holes = {}) {
  const [section, name] = key.split(".");
  return page.texts[section][name].replace(/\{(\w+)\}/g, (_, hole) => String(holes[hole]));
}

/** Set the text of an element, but only when it differs: a status region speaks at every change. */
export function put(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** A time of the meeting as readers want it: 1:05 or 1:02:03. */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
