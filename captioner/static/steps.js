/** The agenda beside the captions: which item is spoken of now, and where the others began. */
import { clock, say } from "./say.js";

export class Steps {
  /** `go(id)` brings the reader to a heading of the captions. */
  constructor(list, go) {
    this.list = list;
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#i']");
      if (!link) return;
      event.preventDefault();
      go(decodeURIComponent(link.hash.slice(1)));
    });
  }

  take(frame) {
    if (frame.kind !== "agenda") return;
    const id = `i${frame.item}-${frame.from_ms}`;
    const step = this.step(frame);
    if (!step.querySelector(`a[href="#${CSS.escape(id)}"], a[href="#${id}"]`)) this.link(step, `#${id}`, frame);
    for (const one of this.list.children) {
      one.querySelector(".badge").textContent = one === step ? say("back.now") : "";
      if (one === step) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  step(frame) {
    const found = [...this.list.children].find((one) => one.dataset.item === String(frame.item));
    if (found) return found;
    const step = document.createElement("li");
    step.dataset.item = frame.item;
    const title = document.createElement("span");
    title.className = "step";
    title.dir = "auto";
    title.textContent = say("back.item", { number: frame.item, title: frame.title ?? "" });
    const badge = document.createElement("span");
    badge.className = "badge";
    step.append(title, " ", badge);
    this.list.append(step);
    return step;
  }

  /** The title becomes the link to where the item began; when it is taken up again, one more link follows. */
  link(step, href, frame) {
    const link = document.createElement("a");
    link.href = href;
    const title = step.querySelector("span.step");
    if (title) {
      link.className = "step";
      link.dir = "auto";
      link.textContent = title.textContent;
      title.replaceWith(link);
    } else {
      link.textContent = say("back.again", { at: clock(frame.from_ms) });
      step.insertBefore(link, step.querySelector(".paper, .badge")).after(" ");
    }
  }
}
