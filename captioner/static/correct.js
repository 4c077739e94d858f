/** The page of corrections: lines come as they are said, and open where they stand. */
import { Editor } from "./correct-editor.js";
import { Marks } from "./correct-marks.js";
import { Play } from "./correct-play.js";
import { Rows } from "./correct-rows.js";
import { Follow } from "./follow.js";
import { given, put, say } from "./say.js";
import { Stream } from "./stream.js";

const at = (id) => document.getElementById(id);
const address = `/m/${given.meeting}/correct`;
const region = at("captions");
const asked = region.querySelector("form.edit"); // a line that the page came with open
const typed = asked && { text: asked.elements.text.value, speaker: asked.elements.speaker?.value };

region.classList.add("live");
at("bar").hidden = false;
at("last")?.remove(); // what was corrected before is undone on the page without a script
const drawUndo = () => at("undo").setAttribute("aria-disabled", String(editor.mine.length === 0));
const told = (text) => {
  put(at("said"), text);
  drawUndo();
};

const rows = new Rows(at("lines"), `${address}/lines`, given.newest, () => editor.row !== null);
const follow = new Follow(region, { pause: at("pause"), jump: at("jump") }, given.newest);
let wasLive = false;

const editor = new Editor(
  rows,
  address,
  told,
  () => {
    wasLive = follow.live;
    if (wasLive) follow.leave();
  },
  (row) => {
    if (rows.stale) rows.ask();
    if (!wasLive) return;
    // Back to the newest words, unless that took the line out of sight on which the focus is.
    follow.jump(false);
    const { top } = row.item.getBoundingClientRect();
    if (top >= region.getBoundingClientRect().top) return;
    follow.leave();
    row.item.scrollIntoView({ block: "nearest" });
  },
);
const inHand = () => editor.row ?? (region.contains(document.activeElement) ? rows.current : rows.newest);
new Marks(at("marks"), inHand, () => editor.by?.value ?? "");
const play = new Play(at("lines"), () => inHand() ?? rows.current, (text) => put(at("said"), text));

if (asked) {
  const row = rows.of(asked);
  asked.remove();
  editor.open(row, typed);
}

const undo = () => editor.undo().then(drawUndo);
at("undo").addEventListener("click", undo);
region.addEventListener("click", (event) => {
  const button = event.target.closest("button.line");
  if (!button) return;
  event.preventDefault();
  const row = rows.of(button);
  if (editor.row === row) editor.leave();
  else editor.open(row);
});

region.addEventListener("keydown", (event) => {
  const row = rows.of(event.target);
  if (!row || !event.target.matches("button.line") || event.isComposing) return;
  const act = actionOn(row, event);
  if (!act) return;
  event.preventDefault();
  act();
});

function actionOn(row, { key, code, altKey, ctrlKey, metaKey, shiftKey }) {
  const to = (by) => () => {
    const next = rows.beside(row, by);
    next.button.focus({ preventScroll: true });
    if (next !== rows.newest && follow.live) follow.leave();
    next.item.scrollIntoView({ block: "nearest" });
  };
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "z") return undo;
  if (ctrlKey || metaKey || shiftKey) return null;
  if (altKey) return /^Digit[1-9]$/.test(code) ? () => editor.nameRow(row, Number(code.slice(5))) : null;
  return { ArrowUp: to(-1), ArrowDown: to(1), Home: to(-Infinity), End: to(Infinity) }[key] ?? null;
}

let { state, off } = given;
let since = null;

function draw() {
  const now = off && state === "listening" ? say("correct.off") : say(`status.${state}`);
  put(at("state"), since ? `${now} ${say("correct.lost", { time: since.toLocaleTimeString() })}` : now);
}

function take(frame) {
  if (frame.kind === "state") state = frame.state;
  if (frame.kind === "record") off = !frame.on;
  play.take(frame);
  draw();
  follow.grown(rows.take(frame) ? 1 : 0);
}

const line = (lost) => {
  since = lost;
  draw();
};
draw();
new Stream(given.live, given.seq, take, line, { finals: true });
