/** The reader's page: takes the server's captions as they stand, then follows the live stream. */
import { stayAwake } from "./awake.js";
import { Captions } from "./captions.js";
import { Follow } from "./follow.js";
import { Painter } from "./painter.js";
import { Panels } from "./panels.js";
import { given } from "./say.js";
import { wear } from "./settings.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";

const { look } = window; // the reader's own, from look.js, which ran before anything was painted
const at = (id) => document.getElementById(id);
const region = at("captions");
const bar = at("bar"); // the views for rooms and overlays have none
if (bar) bar.hidden = false;

const own = given.mode === "own";
const captions = new Captions(region, given.status.off);
const follow = own ? null : new Follow(region, { pause: at("pause"), jump: at("jump") }, look.get("scroll") !== "off");
const status = new Status(
  Object.fromEntries(["status", "mode", "hearing", "notice", "age", "offer"].map((id) => [id, at(id)])),
  given.status,
);
const panels = bar && new Panels(bar, () => follow?.pin());
wear(look, { region, follow, size: at("size"), sheet: at("sheet-settings") });

const painter = new Painter((frames) => {
  let fresh = 0;
  for (const frame of frames) {
    status.take(frame);
    if (captions.take(frame)) fresh += 1;
  }
  follow?.grown(fresh);
});

stayAwake();
new Stream(given.live, given.seq, (frame) => painter.take(frame), (since) => status.line(since), {
  finals: given.mode !== "live",
});
