/** What stands in the fields of the desk, beside what the server last had there. */

const FIELD = "textarea, select, input:not([type=hidden], [type=checkbox])";
const FORMS = ["line", "head", "people", "item", "suggestion", "block", "person"];

const lineEnds = (text) => text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n");

/** The text as the server would keep it: only that much makes a difference. */
const tidy = (field, text) => (field.name === "officers" ? lineEnds(text) : text.trim().replace(/\s+/g, " "));

export const formOf = (form) => form?.elements.form?.value ?? "";

/** The field of the desk that this is; null if it is none. */
export function fieldOf(element) {
  return element?.matches?.(FIELD) && element.form && FORMS.includes(formOf(element.form)) ? element : null;
}

/** Whether what is typed there is sent by itself: fields of the report are, but not those that a button reads. */
export function isSaved(field) {
  const form = formOf(field.form);
  return form === "people" || (Boolean(field.dataset.of) && form !== "suggestion");
}

/** Where a field is, for good: rows of people keep their names when their numbers change. */
export function placeOf(field) {
  const row = field.closest("tr[data-person]");
  if (row) return { form: "people", target: row.dataset.person, name: field.name.replace(/-\d+$/, "") };
  return { form: formOf(field.form), target: field.form.elements.target?.value ?? "", name: field.name };
}

export function findField(root, { form, target, name }) {
  if (form === "people") {
    return root.querySelector(`tr[data-person="${CSS.escape(target)}"] [name^="${CSS.escape(name)}-"]:not([type=hidden])`);
  }
  const among = root.querySelectorAll(`form:has([name="${CSS.escape(name)}"])`);
  const found = [...among].find(
    (one) => formOf(one) === form && (one.elements.target?.value ?? "") === target && fieldOf(one.elements[name]),
  );
  return found?.elements[name] ?? null;
}

const given = (field) =>
  field.localName === "select"
    ? (field.querySelector("option[selected]") ?? field.options[0])?.value ?? ""
    : field.defaultValue;

export class Fields {
  constructor() {
    this.states = new Map(); // field -> {base, seen}; only of fields that somebody touched here
  }

  state(field) {
    let state = this.states.get(field);
    if (!state) {
      state = { base: given(field), seen: Number(field.form.elements.seen?.value ?? 0) };
      this.states.set(field, state);
    }
    return state;
  }

  isDirty(field) {
    const state = this.states.get(field);
    return Boolean(state) && tidy(field, field.value) !== tidy(field, state.base);
  }

  /** The fields of a form, or of everything in an element, that hold what the server has not. */
  dirty(within) {
    return [...this.states.keys()].filter((field) => field.isConnected && within.contains(field) && this.isDirty(field));
  }

  /** The server has this value now, after the event `number`. */
  took(field, value, number) {
    const state = this.state(field);
    Object.assign(state, { base: value, seen: number });
    if (state.waiting?.last <= number) delete state.waiting;
    standing(field, value);
  }

  /** The page as it stands after event `last` has another value there. What is being typed is never replaced. */
  offered(field, value, last) {
    const state = this.states.get(field);
    if (state && state.seen > last) return; // the page is older than what was saved from here
    const differs = tidy(field, field.value) !== tidy(field, value);
    // Until its author has left it, or has typed it away.
    if (state && (this.isDirty(field) || (differs && state.typed && field === document.activeElement))) {
      state.waiting = { value, last };
      return;
    }
    if (state) this.took(field, value, last);
    if (differs) keepCaret(field, value);
  }

  /** Whoever typed there has gone on: show what came meanwhile. */
  left(field) {
    const state = this.states.get(field);
    if (!state) return;
    state.typed = false;
    const waiting = state.waiting;
    delete state.waiting;
    if (waiting) this.offered(field, waiting.value, waiting.last);
  }
}

/** Have the page say of a field what the server has there: the next page is compared with that. */
function standing(field, value) {
  const held = field.value;
  if (field.localName === "select") for (const one of field.options) one.toggleAttribute("selected", one.value === value);
  else if (field.defaultValue !== value) field.defaultValue = value;
  if (field.value !== held) field.value = held;
}

function keepCaret(field, value) {
  const caret = field === document.activeElement && field.localName === "textarea" ? field.selectionStart : null;
  field.value = value;
  if (caret !== null) field.setSelectionRange(Math.min(caret, value.length), Math.min(caret, value.length));
}
