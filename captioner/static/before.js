/** The check that only a browser can make: whether a reader's line brings captions here. */
import { given, put, say } from "./say.js";

const at = (id) => document.getElementById(id);

async function probe() {
  try {
    const answer = await fetch(`${given.live}?after=0`, { signal: AbortSignal.timeout(10_000) });
    const told = await answer.json();
    if (!answer.ok || !Array.isArray(told.frames)) throw new Error("no frames");
    put(at("probe-mark"), say("before.fine"));
    put(at("probe"), say("before.probe_fine"));
  } catch {
    put(at("probe"), say("before.probe_lost"));
  }
}

probe();
