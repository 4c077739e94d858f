/** The reader's page: takes the server's captions as they stand, then follows the live stream. */
import { Captions } from "./captions.js";
import { Follow } from "./follow.js";
import { given } from "./say.js";
import { sizeControl } from "./settings.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";

const UPDATE_MS = 340; // at most three updates a second

const at = (id) => document.getElementById(id);
const region = at("captions");
const captions = new Captions(region);
const follow = new Follow(region, at("jump"));
const status = new Status(
  { status: at("status"), mode: at("mode"), hearing: at("hearing"), notice: at("notice") },
  given.status,
);
sizeControl(at("size"), region, () => follow.pin());

let waiting = [];
let drawn = 0;
let timer = 0;

function draw() {
  timer = 0;
  drawn = performance.now();
  const frames = waiting;
  waiting = [];
  let fresh = 0;
  for (const frame of frames) {
    status.take(frame);
    if (captions.take(frame)) fresh += 1;
  }
  follow.grown(fresh);
}

function receive(frame) {
  waiting.push(frame);
  timer ||= setTimeout(draw, Math.max(0, drawn + UPDATE_MS - performance.now()));
}

new Stream(given.live, given.seq, receive, (since) => status.line(since));
