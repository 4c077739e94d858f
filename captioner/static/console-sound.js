/** The switch of the console for the kept sound, and what becomes of it. */
import { put, say } from "./say.js";

const at = (id) => document.getElementById(id);

/** Show what the server says of it: {on, kept, deletable}. */
export function sound({ on, kept, deletable }) {
  at("sound-on").setAttribute("aria-pressed", String(on));
  at("sound-on").value = on ? "no" : "yes"; // what a press asks for
  const sure = at("sound-delete");
  if (!deletable && sure.contains(document.activeElement)) at("sound-on").focus();
  if (!deletable) sure.open = false; // asked anew the next time
  sure.hidden = !deletable;
  put(at("sound-said"), say(on ? "status.sound_on" : kept ? "status.sound_kept" : "console.sound_none"));
}
