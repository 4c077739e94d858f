/** How the reader wants the captions to look; kept on this device. */
import { put, say } from "./say.js";

const STEP = 25;
const LEAST = 100;
const MOST = 300;
const KEPT = "dccg.size";

export function sizeControl(group, region, changed) {
  const [smaller, larger] = group.querySelectorAll("button");
  const shown = group.querySelector("output");
  let size = kept();

  const apply = () => {
    region.style.setProperty("--size", String(size / 100));
    put(shown, say("viewer.size_now", { n: size }));
    // aria-disabled instead of disabled: a button that vanishes under the finger takes the focus away.
    smaller.setAttribute("aria-disabled", String(size <= LEAST));
    larger.setAttribute("aria-disabled", String(size >= MOST));
    changed();
  };
  const change = (by) => {
    size = Math.min(MOST, Math.max(LEAST, size + by));
    keep(size);
    apply();
  };
  smaller.addEventListener("click", () => change(-STEP));
  larger.addEventListener("click", () => change(STEP));
  group.hidden = false;
  apply();
}

function kept() {
  const asked = new URLSearchParams(location.search).get("size");
  let found = asked;
  try {
    found = asked ?? localStorage.getItem(KEPT);
  } catch {
    // Storage is refused in some private windows: the choice then lasts as long as the page.
  }
  const size = Number(found);
  return size >= LEAST && size <= MOST ? size : LEAST;
}

function keep(size) {
  try {
    localStorage.setItem(KEPT, String(size));
  } catch {
    // as above
  }
}
