/** What a reader is told of a correction, beside the words that it corrects: those stay as they are. */
import { clock, say } from "./say.js";

const FEW = 4;

/** Put the marks of a correction behind the words of its cue; true if there is something new to read. */
export function correct(holder, frame) {
  let fresh = false;
  for (const text of marksOf(frame, holder)) if (add(holder, text)) fresh = true;
  if (frame.split !== undefined) anchor(holder, frame);
  return fresh;
}

function marksOf(frame, holder) {
  const marks = [];
  if (frame.text != null) marks.push(say("captions.corrected", { text: frame.text }));
  if (frame.before !== undefined) marks.push(say("captions.corrected_time", { at: clock(frame.start_ms) }));
  if (frame.speaker !== undefined) {
    const name = frame.speaker ?? say("captions.unknown");
    const words = holder.dataset.from;
    marks.push(words ? say("captions.corrected_part", { words, name }) : say("captions.corrected_speaker", { name }));
  }
  return marks;
}

function add(holder, text) {
  // What could not be saved at first comes a second time once it is.
  if (holder.lastElementChild?.textContent === text) return false;
  const mark = document.createElement("ins");
  mark.className = "correction";
  mark.textContent = text;
  holder.append(mark, " ");
  return true;
}

/** Where marks of the words that were split off go: those words stay where they are. */
function anchor(holder, frame) {
  if (document.getElementById(`c${frame.new}`)) return;
  const rest = document.createElement("span");
  rest.id = `c${frame.new}`;
  rest.dataset.cue = frame.new;
  const said = frame.rest ?? (holder.firstChild?.data ?? "").trim().split(" ").slice(frame.split).join(" ");
  rest.dataset.from = said.split(" ").slice(0, FEW).join(" ");
  holder.after(rest);
}
