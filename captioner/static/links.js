/** The link that was just made is at hand: the keyboard is there, and a button copies it. */
import { put, say } from "./say.js";

const link = document.getElementById("link");
if (link) {
  document.getElementById("new-title").focus();
  link.addEventListener("focus", () => link.select());
  const copy = document.getElementById("copy");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    const said = document.getElementById("copied");
    put(said, "");
    try {
      await navigator.clipboard.writeText(link.value);
      put(said, say("links.copied"));
    } catch {
      link.focus();
      put(said, say("links.copy_yourself"));
    }
  });
}
