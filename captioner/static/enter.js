/** A link has its code behind "#", which browsers send to nobody: the page sends it, and takes it out of the address. */
import { put, say } from "./say.js";

const code = location.hash.slice(1);
if (code) {
  history.replaceState(null, "", location.pathname);
  const form = document.getElementById("enter");
  form.elements.code.value = code;
  put(document.getElementById("entering"), say("access.entering"));
  form.submit();
}
