/** The reader's mark: it stays at its caption whatever comes later, and when the page is loaded again. */
import { numberOf } from "./places.js";
import { say } from "./say.js";

export class Mark {
  constructor(places, meeting) {
    this.places = places;
    this.key = `dccg.mark.${meeting}`;
    this.cue = null;
    const held = this.held();
    if (held) this.put(places.cues().findLast((cue) => numberOf(cue) === held) ?? null);
  }

  /** Mark the end of this cue. */
  set(cue) {
    this.put(cue);
    try {
      sessionStorage.setItem(this.key, String(numberOf(cue)));
    } catch {
      // Storage is refused in some private windows: the mark then lasts as long as the page.
    }
  }

  held() {
    try {
      return Number(sessionStorage.getItem(this.key));
    } catch {
      return 0;
    }
  }

  /** A flag in the margin and a frame around the words: neither takes any room, so that no word moves. */
  put(cue) {
    this.cue?.classList.remove("marked");
    this.flag?.remove();
    this.cue = cue;
    if (!cue) return;
    cue.classList.add("marked");
    this.flag = document.createElement("span");
    this.flag.className = "flag";
    const words = document.createElement("span");
    words.className = "offscreen";
    words.textContent = say("back.my_mark");
    this.flag.append(words);
    cue.after(this.flag);
  }
}
