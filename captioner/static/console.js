/** The host's page: what is going on, twice a second, and buttons that act without loading the page again. */
import { Capture } from "./capture.js";
import { sound } from "./console-sound.js";
import { Queue } from "./queue.js";
import { clock, given, put, say } from "./say.js";

const EVERY_MS = 500;
const LOST_MS = 3000;

const at = (id) => document.getElementById(id);
const here = `/m/${given.meeting}`;
const queue = new Queue(`${here}/console`, given.state.questions);
let heard = new Date();

function facts(state) {
  put(at("said"), say(`status.${state.off_record && state.state === "listening" ? "off" : state.state}`));
  const by = state.captioner ? `${say("console.origin_human")}: ${state.captioner}` : say(`console.origin_${state.origin}`);
  put(at("fact-origin"), by);
  put(at("fact-engine"), state.engine);
  put(at("fact-notice"), state.engine_notice);
  put(at("fact-delay"), say("console.delay_now", { n: (state.delay_ms / 1000).toFixed(1) }));
  put(at("fact-words"), String(state.words_a_minute));
  put(at("fact-viewers"), String(state.viewers));
  put(at("fact-saved"), say(state.saved ? "console.saved_yes" : "console.saved_no"));
  put(at("fact-error"), state.last_error || say("console.no_error"));
  for (const button of document.querySelectorAll("button[data-when]")) {
    button.disabled = !button.dataset.when.split(" ").includes(state.state);
  }
  at("stop").hidden = !["listening", "paused"].includes(state.state);
  at("record").setAttribute("aria-pressed", String(state.off_record));
  at("record").value = state.off_record ? "yes" : "no"; // on the record: what a press asks for
  pressed("speakers", state.speaker ?? "");
  pressed("agenda", state.agenda ?? null);
  put(at("agenda-wait"), state.wait_s ? say("console.agenda_wait", { n: state.wait_s }) : "");
}

function pressed(form, value) {
  for (const button of at(form)?.querySelectorAll("button") ?? []) {
    button.setAttribute("aria-pressed", String(button.value === value));
  }
}

const rows = new Map();

function row(source) {
  let row = rows.get(source.id);
  if (row) return row;
  const tr = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.dir = "auto";
  const cells = [1, 2, 3, 4].map(() => document.createElement("td"));
  tr.append(name, ...cells);
  const meter = document.createElement("meter");
  Object.assign(meter, { min: -60, max: 0, low: -45, high: -6, optimum: -20 });
  meter.setAttribute("aria-label", say("console.level"));
  const level = document.createElement("span");
  cells[0].append(meter, " ", level);
  row = { tr, name, meter, level, hears: cells[1], delay: cells[2], note: cells[3] };
  rows.set(source.id, row);
  at("sources").append(tr);
  return row;
}

function sources(list) {
  at("no-sources").hidden = list.length > 0;
  at("sources-table").hidden = list.length === 0;
  const present = new Set(list.map((source) => source.id));
  for (const [id, gone] of rows) {
    if (present.has(id)) continue;
    gone.tr.remove();
    rows.delete(id);
  }
  for (const source of list) {
    const one = row(source);
    const level = source.level_dbfs;
    put(one.name, source.name || say("console.room"));
    one.meter.value = Math.max(-60, level ?? -60);
    put(one.level, level == null || level <= -60 ? say("console.level_none") : say("console.level_now", { db: level }));
    put(one.hears, hears(source));
    put(one.delay, say("console.delay_now", { n: (source.delay_ms / 1000).toFixed(1) }));
    put(one.note, source.note);
  }
}

function hears(source) {
  if (source.stalled_s) return say("console.stalled", { n: source.stalled_s });
  return source.silent_s ? say("console.hears_nothing", { n: source.silent_s }) : say("console.hears_sound");
}

/** Warnings stand in a status region: one is spoken when it comes, not again while it lasts. */
function warnings(state) {
  const texts = [];
  // One who listens is silent for long; that all are is a fault.
  const silent = state.sources.length > 0 && state.sources.every((source) => source.silent_s);
  if (silent) texts.push(say("console.silent"));
  for (const source of state.sources) {
    if (source.clipping) texts.push(say("console.clipping", { name: source.name || say("console.room") }));
  }
  if (state.sound.fault) texts.push(say("console.sound_fault", { why: state.sound.fault }));
  if (state.level) texts.push(say(`console.level_${state.level === 2 && !state.lighter ? 1 : state.level}`));
  if (state.pace_warning) texts.push(say(`console.pace_${state.pace_warning.replace(" ", "_")}`));
  const region = at("warnings");
  const shown = [...region.children];
  for (const line of shown) if (!texts.includes(line.textContent)) line.remove();
  for (const text of texts) {
    if (shown.some((line) => line.textContent === text)) continue;
    const line = document.createElement("p");
    line.className = "warning";
    line.textContent = text;
    region.append(line);
  }
}

const bars = new Map();

function uploads(list) {
  list.forEach((upload, n) => {
    let bar = bars.get(n);
    if (!bar) {
      bar = { line: document.createElement("li"), text: document.createElement("p"), progress: document.createElement("progress") };
      bar.line.append(bar.text, bar.progress);
      bars.set(n, bar);
      at("uploads").append(bar.line);
    }
    put(bar.text, [uploadText(upload), upload.note].filter(Boolean).join(" "));
    bar.progress.setAttribute("aria-label", upload.name);
    bar.progress.hidden = upload.state !== "running";
    if (upload.long_ms) Object.assign(bar.progress, { max: upload.long_ms, value: Math.min(upload.done_ms, upload.long_ms) });
    else bar.progress.removeAttribute("value");
  });
}

function uploadText(upload) {
  const name = upload.name;
  if (upload.state === "done") return say("console.captioned", { name });
  if (upload.state === "failed") return say("console.upload_failed", { name, why: upload.error });
  if (!upload.long_ms || upload.left_s == null) return say("console.captioning_unknown", { name, done: clock(upload.done_ms) });
  const percent = Math.min(100, Math.round((100 * upload.done_ms) / upload.long_ms));
  return say("console.captioning", { name, percent, left: clock(upload.left_s * 1000) });
}

function draw(state) {
  heard = new Date();
  put(at("lost"), "");
  facts(state);
  sound(state.sound);
  sources(state.sources);
  warnings(state);
  uploads(state.uploads);
  queue.draw(state.questions);
}

let acts = 0;

async function ask() {
  const before = acts;
  try {
    const answer = await fetch(`${here}/console/state`, { signal: AbortSignal.timeout(LOST_MS) });
    if ([401, 403].includes(answer.status)) return location.reload(); // what is loaded says which link is needed
    const state = answer.ok ? await answer.json() : null;
    // What was asked before a press was answered would undo on the page what the press has done.
    if (state && before === acts) draw(state);
  } catch {
    // Said below, once it has lasted.
  }
  if (Date.now() - heard.getTime() > LOST_MS) put(at("lost"), say("console.lost", { time: heard.toLocaleTimeString() }));
  setTimeout(ask, EVERY_MS);
}

async function act(form, button) {
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.set(button.name, button.value);
  try {
    const answer = await fetch(button?.getAttribute("formaction") ?? form.action, {
      method: "POST",
      body: fields,
      headers: { accept: "application/json" },
    });
    const told = await answer.json();
    acts += 1;
    if (told.state) draw(told.state);
    put(at("lost"), told.error ?? "");
  } catch {
    put(at("lost"), say("console.unread"));
  }
}

for (const form of document.querySelectorAll("form.act")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form, event.submitter);
    if (form.id === "notice-form") at("notice-text").select();
  });
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
  const button = event.code === "KeyO" ? at("record") : speaker(event.code);
  if (!button || button.disabled) return;
  event.preventDefault();
  act(button.form, button);
});

/** The button of a digit: the first nine of the roster, nobody known at 0. */
function speaker(code) {
  const buttons = [...(at("speakers")?.querySelectorAll("button") ?? [])];
  if (!/^Digit\d$/.test(code) || !buttons.length) return null;
  const digit = Number(code.slice(5));
  return digit === 0 ? buttons.at(-1) : buttons.slice(0, -1)[digit - 1];
}

/** XMLHttpRequest, because fetch does not tell how much was sent. */
at("upload-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const name = at("upload-file").files[0]?.name ?? "";
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => {
    // In steps of ten: the region speaks at every change.
    const percent = Math.floor((10 * loaded) / total) * 10;
    put(at("upload-said"), say("console.uploading", { name, percent }));
  };
  request.onload = () => {
    put(at("upload-said"), request.response?.error ?? "");
    if (request.status < 300) form.reset();
  };
  request.onerror = () => put(at("upload-said"), say("console.upload_lost"));
  request.send(new FormData(form));
});

new Capture(`${here}/source`);
draw(given.state);
ask();
