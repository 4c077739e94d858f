/** The reader's page: takes the server's captions as they stand, then follows the live stream. */
import { Announcer } from "./announce.js";
import { askPanel } from "./ask.js";
import { stayAwake } from "./awake.js";
import { Back } from "./back.js";
import { Captions } from "./captions.js";
import { Follow } from "./follow.js";
import { Gate, InSentences } from "./gate.js";
import { actionsOf, Keys } from "./keys.js";
import { choose } from "./modes.js";
import { Own } from "./own.js";
import { Painter } from "./painter.js";
import { Panels } from "./panels.js";
import { given } from "./say.js";
import { wear } from "./settings.js";
import { Speaker } from "./speak.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";

const { look } = window; // the reader's own, from look.js, which ran before anything was painted
const at = (id) => document.getElementById(id);
const region = at("captions");
const bar = at("bar"); // the views for rooms and overlays have none
if (bar) bar.hidden = false;

choose(document.querySelector(".modes"), given.mode);

const own = given.mode === "own";
const captions = own ? new Own(region, given.count_ms) : new Captions(region, given.status.off);
const reader = given.mode === "sentences" ? new InSentences(captions) : captions;
const follow = own ? null : new Follow(region, { pause: at("pause"), jump: at("jump") }, look.get("scroll") !== "off");
const status = new Status(
  Object.fromEntries(["status", "mode", "hearing", "notice", "age", "offer", "report"].map((id) => [id, at(id)])),
  given.status,
);
const panels = bar && new Panels(bar, () => follow?.pin());
wear(look, { region, follow, size: at("size"), sheet: at("sheet-settings") });
if (bar) askPanel(at("sheet-ask"));
const back = bar && new Back(region, follow, panels);
if (bar) new Keys(given.keys, actionsOf({ follow, panels, back, look }), look, at("keys-use"));

const gate = new Gate(region, given.pending, given.quiet_ms, () => painter.take({ kind: "quiet" }));
const listeners = [new Announcer(at("announcer"), at("announce"), [at("new-count")]), new Speaker(at("speak"), region.lang)];

const painter = new Painter((frames) => {
  let fresh = 0;
  for (const frame of frames) {
    status.take(frame);
    const sentences = gate.take(frame);
    for (const one of given.mode === "live" ? [frame] : sentences) if (reader.take(one)) fresh += 1;
    back?.take(frame);
    for (const one of sentences) for (const listener of listeners) listener.take(one);
  }
  follow?.grown(fresh);
});

// Captions that fail are when the host has to hear of it: the panel is here, without leaving the page.
at("offer").addEventListener("click", (event) => {
  if (panels?.open("ask")) event.preventDefault();
});
stayAwake();
new Stream(given.live, given.seq, (frame) => painter.take(frame), (since) => status.line(since), {
  finals: given.mode !== "live",
  since: given.since,
  epoch: given.epoch,
});
