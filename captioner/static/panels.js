/** Panels beside the captions: one open at a time, opened by its button, closed by Escape. */

export class Panels {
  constructor(bar, changed) {
    this.changed = changed;
    this.from = null; // where the focus was when a panel was opened
    this.buttons = [...bar.querySelectorAll("button[aria-controls]")];
    for (const button of this.buttons) {
      const sheet = this.sheet(button);
      // A button whose panel is not on this page leads nowhere.
      if (!sheet) button.hidden = true;
      else button.addEventListener("click", () => this.toggle(button));
    }
    this.buttons = this.buttons.filter((button) => !button.hidden);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close(true);
    });
    this.close(false);
  }

  sheet(button) {
    return document.getElementById(button.getAttribute("aria-controls"));
  }

  /** Open the panel `name` ("settings", "back", "ask", "keys") and go to it. */
  open(name) {
    const button = this.buttons.find((one) => one.getAttribute("aria-controls") === `sheet-${name}`);
    if (button && button.getAttribute("aria-expanded") !== "true") this.toggle(button);
    return button ? this.sheet(button) : null;
  }

  toggle(button) {
    const open = button.getAttribute("aria-expanded") !== "true";
    // A key opens a panel from anywhere; from inside another panel there is no way back but the button.
    this.from = lost() ? button : document.activeElement;
    for (const one of this.buttons) this.show(one, open && one === button);
    document.body.classList.toggle("opened", open);
    if (open) this.enter(this.sheet(button));
    this.changed();
  }

  /** Focus goes to the heading: who listens hears where they are, who tabs goes on into the panel. */
  enter(sheet) {
    const heading = sheet.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }

  close(back) {
    const open = this.buttons.find((one) => one.getAttribute("aria-expanded") === "true");
    const leaves = back && lost(); // who has gone on to the captions meanwhile stays there
    for (const one of this.buttons) this.show(one, false);
    document.body.classList.remove("opened");
    if (!open) return;
    if (leaves) (this.from?.isConnected ? this.from : open).focus();
    this.changed();
  }

  show(button, open) {
    button.setAttribute("aria-expanded", String(open));
    this.sheet(button).hidden = !open;
  }
}

/** Whether the focus is nowhere, or in a panel. */
const lost = () => document.activeElement === document.body || document.activeElement.closest(".sheet") !== null;
