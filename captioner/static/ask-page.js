/** The page from which a reader writes to the host. */
import { askPanel } from "./ask.js";

askPanel(document.getElementById("sheet-ask"));
// A form that was sent without a script came back: take the keyboard to what is said of it.
(document.getElementById("errors") ?? document.getElementById("sent"))?.focus();
