/** Takes the sound of a microphone or of a tab, shows how loud it is, and sends it to the captions. */
import { put, say } from "./say.js";
import { Sender } from "./sender.js";

const SILENT_DB = -60;
const SILENT_MS = 10_000;
const LOUD_MS = 3_000;
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

const at = (id) => document.getElementById(`capture-${id}`);

export class Capture {
  constructor(path) {
    this.path = path;
    this.running = null;
    this.microphone = Boolean(navigator.mediaDevices?.getUserMedia);
    this.tab = Boolean(navigator.mediaDevices?.getDisplayMedia);
    put(at("lacks"), [this.microphone || say("capture.no_mic_support"), this.tab || say("capture.no_tab_support")]
      .filter((text) => text !== true).join(" "));
    at("microphone").addEventListener("click", () => this.begin(() => this.askMicrophone(), "refused_mic"));
    at("tab").addEventListener("click", () => this.begin(() => this.askTab(), "refused_tab"));
    at("stop").addEventListener("click", () => this.stop(say("capture.idle")));
    addEventListener("beforeunload", (event) => this.running && event.preventDefault());
    document.addEventListener("visibilitychange", () => this.stayAwake());
    this.buttons();
  }

  buttons() {
    at("microphone").disabled = !this.microphone || this.running !== null;
    at("tab").disabled = !this.tab || this.running !== null;
    at("stop").disabled = this.running === null;
    at("name").disabled = at("headset").disabled = this.running !== null;
  }

  askMicrophone() {
    return navigator.mediaDevices.getUserMedia({ audio: at("headset").checked ? true : { ...RAW, channelCount: 1 } });
  }

  /** Browsers want a picture asked for with the sound of a tab; it is thrown away at once. */
  async askTab() {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: true,
      audio: { ...RAW, suppressLocalAudioPlayback: false },
      systemAudio: "include",
      selfBrowserSurface: "exclude",
      surfaceSwitching: "include",
    });
    if (stream.getAudioTracks().length > 0) return stream;
    for (const track of stream.getTracks()) track.stop();
    throw new Error(say("capture.no_tab_sound"));
  }

  async begin(ask, refused) {
    const focused = document.activeElement;
    put(at("status"), say("capture.asking"));
    put(at("warning"), "");
    this.running = {};
    this.buttons();
    try {
      const stream = await ask();
      await this.listen(stream);
      at("stop").focus();
    } catch (fault) {
      this.running = null;
      this.buttons();
      put(at("status"), say("capture.idle"));
      put(at("warning"), this.why(fault, refused));
      focused.focus();
    }
  }

  why(fault, refused) {
    if (fault.name === "NotAllowedError") return say(`capture.${refused}`);
    if (fault.name === "NotFoundError") return say("capture.no_mic");
    return fault.name === "Error" ? fault.message : say("capture.failed", { why: fault.message || fault.name });
  }

  async listen(stream) {
    const [track] = stream.getAudioTracks();
    // The context keeps the rate of the machine: Firefox refuses a stream of another rate, and the server resamples.
    const context = new AudioContext();
    await context.audioWorklet.addModule("/static/sound-worklet.js");
    await context.resume();
    const name = at("name").value.trim() || say("capture.room");
    const sender = new Sender(this.path, name, context.sampleRate, (told) => this.told(told));
    const node = new AudioWorkletNode(context, "sound");
    node.port.onmessage = ({ data }) => this.heard(data);
    context.createMediaStreamSource(new MediaStream([track])).connect(node).connect(context.destination);
    context.onstatechange = () => context.state === "suspended" && this.running?.context === context && context.resume();
    const now = Date.now();
    this.running = { stream, context, sender, name, loudAt: now, clippedAt: 0, clipped: 0, overflow: false, away: false };
    track.onended = () => this.running?.stream === stream && this.stop(say("capture.ended"));
    put(at("status"), say("capture.sending", { name }));
    this.buttons();
    this.stayAwake();
  }

  heard({ pcm, peak, rms }) {
    const run = this.running;
    if (!run?.sender) return;
    run.sender.add(pcm);
    const now = Date.now();
    const level = rms > 0 ? 20 * Math.log10(rms) : -100;
    if (level > SILENT_DB) run.loudAt = now;
    run.clipped = peak >= 0.99 ? run.clipped + 1 : 0;
    if (run.clipped >= 2) run.clippedAt = now;
    this.draw(run, level, now);
  }

  draw(run, level, now) {
    at("meter").value = Math.max(-60, level);
    put(at("level"), level > SILENT_DB ? say("capture.level_now", { db: Math.round(level) }) : say("capture.level_none"));
    const warnings = [];
    if (now - run.loudAt >= SILENT_MS) warnings.push(say("capture.silent"));
    if (now - run.clippedAt < LOUD_MS) warnings.push(say("capture.loud"));
    if (run.overflow) warnings.push(say("capture.overflow"));
    if (run.fault) warnings.push(run.fault);
    put(at("warning"), warnings.join(" "));
    // In steps of ten seconds: the region speaks at every change.
    if (run.away) put(at("status"), say("capture.waiting", { n: Math.floor(run.sender.waiting / 10) * 10 }));
    else if (run.sender.waiting < 3) put(at("status"), say("capture.sending", { name: run.name }));
  }

  told(told) {
    const run = this.running;
    if (!run?.sender) return;
    if (told.kind === "away") run.away = true;
    if (told.kind === "overflow") run.overflow = true;
    if (told.kind === "error") run.fault = told.text;
    if (told.kind === "refused") run.fault = say("capture.right_ended");
    if (told.kind === "ready") {
      if (run.away && told.waiting >= 3) put(at("status"), say("capture.catching_up", { n: Math.round(told.waiting) }));
      run.away = false;
      run.fault = "";
    }
    if (told.kind === "closed") this.stop(say("capture.idle"), run.fault);
  }

  stop(text, fault = "") {
    const run = this.running;
    this.running = null;
    this.buttons();
    if (!run?.stream) return;
    run.sender.finish();
    for (const track of run.stream.getTracks()) track.stop();
    run.context.close();
    run.awake?.release();
    at("meter").value = -60;
    put(at("level"), say("capture.level_none"));
    put(at("status"), text);
    put(at("warning"), fault);
    (this.microphone ? at("microphone") : at("stop")).focus();
  }

  /** Keep the screen from sleeping: a computer that sleeps sends nothing. */
  async stayAwake() {
    const run = this.running;
    if (!run?.stream || document.hidden || !navigator.wakeLock) return;
    try {
      run.awake = await navigator.wakeLock.request("screen");
    } catch {
      // A low battery may forbid it; sound is sent all the same.
    }
  }
}
