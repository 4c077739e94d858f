/** The reader's own look. A classic script in the head, so that it runs before anything is painted.
 *  What the address of the page asks for comes first, then what is kept on this device, then the usual. */
(() => {
  "use strict";
  const KEPT = "dccg.look";
  const root = document.documentElement;
  const NAMED = {
    black: "#000000", silver: "#c0c0c0", gray: "#808080", grey: "#808080", white: "#ffffff", maroon: "#800000",
    red: "#ff0000", purple: "#800080", fuchsia: "#ff00ff", magenta: "#ff00ff", green: "#008000", lime: "#00ff00",
    olive: "#808000", yellow: "#ffff00", navy: "#000080", blue: "#0000ff", teal: "#008080", aqua: "#00ffff",
    cyan: "#00ffff", orange: "#ffa500",
  };
  const SWITCH = { on: "on", true: "on", yes: "on", 1: "on", off: "off", false: "off", no: "off", 0: "off" };

  // How a text is read as a value; undefined for what is none.
  const one = (...values) => ({ values, usual: values[0], read: (text) => values.find((value) => value === text) });
  const turned = (usual, ...more) => ({
    ...one("on", "off", ...more),
    usual,
    read: (text) => (more.includes(text) ? text : Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined),
  });
  const plain = (text) => (/^\d{0,4}\.?\d{1,4}$/.test(text) ? Number(text) : undefined);
  // Who asks for more than there is gets the most there is.
  const range = (least, most, step, usual) => ({ least, most, step, usual, read: (text) => within(plain(text), least, most) });
  const within = (n, least, most) => (n === undefined ? n : Math.min(most, Math.max(least, n)));
  const colour = {
    usual: "",
    read: (text) => {
      if (Object.hasOwn(NAMED, text)) return NAMED[text];
      const [, hex] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text) ?? [];
      return hex && `#${hex.length === 3 ? hex.replace(/./g, "$&$&") : hex}`;
    },
    write: (value) => value.replace("#", ""),
  };
  const FACES = ["sans", "serif", "mono", "dyslexic", "legible"];

  /** Every setting: by what name it is known in the address, how it is read, and what is usual. */
  const TABLE = {
    fs: {
      ...range(100, 300, 25, 100),
      // 8 to 72 are pixels, as other caption pages count, where 20 are the usual size; the rest are percent.
      read: (text) => {
        const n = plain(text.replace(/(px|%)$/, ""));
        return n >= 8 ? within(n <= 72 ? n * 5 : n, 100, 300) : undefined;
      },
    },
    ff: {
      ...one(...FACES),
      cased: true,
      // Any other name is of a typeface that is installed on the device.
      read: (text) => FACES.find((face) => face === text.toLowerCase()) ?? /^\p{L}[\p{L}\p{N} _-]{0,39}$/u.exec(text)?.[0],
    },
    fgc: colour,
    bgc: colour,
    spacing: range(1.2, 3, 0.1, 1.5),
    ls: range(0, 0.3, 0.02, 0),
    ws: range(0, 1, 0.05, 0),
    width: range(30, 80, 5, 60),
    theme: one("auto", "light", "dark", "contrast", "yellow", "own"),
    pos: one("fill", "top", "bottom"),
    lines: {
      ...range(2, 12, 1, 0),
      read: (text) => (text === "0" ? 0 : within(plain(text) && Math.round(plain(text)), 2, 12)),
    },
    tail: turned("on"),
    scroll: turned("on", "smooth"),
    announce: turned("off"),
    keys: one("help", "all", "none"),
    mode: one("live", "sentences", "own"),
  };
  const names = Object.keys(TABLE);
  const read = (name, text) => {
    const trimmed = String(text).trim();
    return TABLE[name].read(TABLE[name].cased ? trimmed : trimmed.toLowerCase());
  };
  const write = (name, value) => (TABLE[name].write ?? String)(value);

  /** How well two colours stand off from each other, 1 to 21, by the formula of WCAG. */
  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(hex) {
    const part = (at) => {
      const c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }
  const clearest = (on) => (contrast("#000000", on) > contrast("#ffffff", on) ? "#000000" : "#ffffff");

  class Look {
    constructor() {
      Object.assign(this, { table: TABLE, contrast });
      this.listeners = [];
      // A room's screen and an overlay are looked at by others: they take their look from the address alone.
      this.personal = !root.matches(".room, .overlay");
      this.refused = false; // the device keeps nothing
      this.kept = this.stored();
      this.asked = this.wanted();
      this.apply();
    }

    /** The setting `name` as it holds now: a number for sizes and spaces, else a word. */
    get(name) {
      return this.asked[name] ?? this.kept[name] ?? TABLE[name].usual;
    }

    /** Change a setting at once, and keep it; false for what is no value of it. */
    set(name, value) {
      const wanted = read(name, value);
      if (wanted === undefined) return false;
      if (wanted === this.get(name)) return true;
      this.keep(name, wanted);
      // An address that asked for something else would win again when the page is loaded anew.
      if (name in this.asked || this.refused) {
        this.asked[name] = wanted;
        const address = new URL(location.href);
        address.searchParams.set(name, write(name, wanted));
        history.replaceState(history.state, "", address);
      }
      this.apply();
      for (const listener of this.listeners) listener(name);
      return true;
    }

    /** Have `listener` called with the name of every setting that changes from now on. */
    changed(listener) {
      this.listeners.push(listener);
    }

    /** The address of this page, with every setting in it that is not the usual one. */
    address() {
      const address = new URL(location.href);
      address.hash = "";
      for (const name of names) {
        address.searchParams.delete(name);
        const value = this.get(name);
        if (value !== TABLE[name].usual) address.searchParams.set(name, write(name, value));
      }
      return address.href;
    }

    /** The captions look as they usually do; how the page is read and worked stays. */
    reset() {
      const before = names.map((name) => this.get(name));
      const address = new URL(location.href);
      for (const name of names) {
        if (["mode", "announce", "keys"].includes(name)) continue;
        delete this.asked[name];
        address.searchParams.delete(name);
        this.keep(name, TABLE[name].usual);
      }
      history.replaceState(history.state, "", address);
      this.apply();
      names.forEach((name, i) => {
        if (this.get(name) !== before[i]) for (const listener of this.listeners) listener(name);
      });
    }

    /** The two colours of the captions under the theme "own"; what was not chosen is what reads best. */
    colours() {
      const paper = this.get("bgc") || (this.get("fgc") ? clearest(this.get("fgc")) : "#ffffff");
      return { paper, ink: this.get("fgc") || clearest(paper) };
    }

    wanted() {
      const wanted = {};
      for (const [name, text] of new URLSearchParams(location.search)) {
        const value = Object.hasOwn(TABLE, name) ? read(name, text) : undefined;
        if (value !== undefined) wanted[name] = value;
      }
      if (!wanted.theme && (wanted.fgc || wanted.bgc)) wanted.theme = "own";
      return wanted;
    }

    stored() {
      const found = {};
      if (!this.personal) return found;
      try {
        for (const [name, kept] of Object.entries(JSON.parse(localStorage.getItem(KEPT)) ?? {})) {
          const value = Object.hasOwn(TABLE, name) ? read(name, kept) : undefined;
          if (value !== undefined) found[name] = value;
        }
      } catch {
        // Refused in some private windows, or spoiled: then everything is as usual.
      }
      return found;
    }

    keep(name, value) {
      // Another page of this device may have kept something since: that stays.
      const all = this.stored();
      for (const held of [this.kept, all]) {
        if (value === TABLE[name].usual) delete held[name];
        else held[name] = value;
      }
      if (!this.personal) return;
      try {
        localStorage.setItem(KEPT, JSON.stringify(all));
      } catch {
        this.refused = true;
      }
    }

    apply() {
      const set = (property, value) => root.style.setProperty(property, value);
      set("--scale", this.get("fs") / 100);
      set("--line", this.get("spacing"));
      set("--letter", `${this.get("ls")}em`);
      set("--word", `${this.get("ws")}em`);
      set("--measure", `${this.get("width")}ch`);
      set("--lines", this.get("lines"));
      const face = this.get("ff");
      set("--face", FACES.includes(face) ? "" : `"${face}", system-ui, sans-serif`);
      root.dataset.face = FACES.includes(face) ? face : "other";
      for (const name of ["theme", "pos", "tail", "scroll"]) root.dataset[name] = this.get(name);
      root.toggleAttribute("data-lines", this.get("lines") > 0);
      const { paper, ink } = this.colours();
      set("--own-paper", paper);
      set("--own-ink", ink);
      // Controls and messages stay readable whatever is chosen for the captions.
      set("--own-clear", contrast(paper, ink) >= 4.5 ? ink : clearest(paper));
      root.dataset.ground = clearest(paper) === "#ffffff" ? "dark" : "light";
    }
  }

  window.look = new Look();
})();
