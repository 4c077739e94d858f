/** The desk, live: what is typed is saved by itself, and what others do appears. Without it the forms do the same. */
import { Clash } from "./desk-clash.js";
import { Fields, fieldOf } from "./desk-fields.js";
import { Heard } from "./desk-heard.js";
import { Kept } from "./desk-kept.js";
import { Keys } from "./desk-keys.js";
import { Locks } from "./desk-locks.js";
import { Parts } from "./desk-parts.js";
import { Press } from "./desk-press.js";
import { Saver } from "./desk-saver.js";
import { Sound } from "./desk-sound.js";
import { Steps } from "./desk-steps.js";
import { Stream } from "./desk-stream.js";
import { Words } from "./desk-words.js";
import { given, say } from "/static/say.js";

function start() {
  const root = document.getElementById("desk");
  const address = `/m/${given.meeting}/desk`;
  const { by } = given;
  const words = new Words(root);
  const fields = new Fields();
  const kept = new Kept();
  const locks = new Locks(address, root);
  const clash = new Clash(fields, words, (field) => {
    saver.keep(field);
    saver.save(field.form);
  });
  const parts = new Parts({ address, root, last: given.last, fields, clash, words, changed: () => locks.drawAll() });
  const saver = new Saver({ address, by, fields, kept, words, clash, after: (number) => parts.heard(number) });
  const press = new Press({ address, root, by, fields, kept, saver, parts, words, clash });
  const sound = new Sound(words, root);
  const heard = new Heard(address, root, words);
  const steps = new Steps(root, words);

  // A page that comes back shows what the server has, and what was kept; not what the browser remembers of its fields.
  for (const form of root.querySelectorAll("form")) form.autocomplete = "off";

  const typed = (field) => {
    parts.typed();
    locks.typed();
    saver.typed(field);
  };
  root.addEventListener("input", ({ target }) => fieldOf(target) && typed(target));
  root.addEventListener("change", ({ target }) => {
    if (fieldOf(target)) saver.save(target.form);
  });
  root.addEventListener("focusout", ({ target }) => {
    if (!fieldOf(target)) return;
    if (fields.isDirty(target)) saver.save(target.form).then(() => words.now());
    else fields.left(target);
  });

  const undo = () => root.querySelector("#undo:not(:disabled)")?.click();
  const line = (what) => () => press.act(steps.line, what);
  new Keys(root, {
    save: () => document.activeElement.form && saver.save(document.activeElement.form).then(() => words.now()),
    accept: line("accept"), reject: line("reject"), merge: line("merge"), up: line("up"), down: line("down"),
    split: () => press.act(steps.line, "split", { at: document.activeElement.selectionStart ?? 0 }),
    before: () => steps.beside(-1), after: () => steps.beside(1),
    next: () => steps.needy(1), last: () => steps.needy(-1), proof: () => steps.proof(),
    play: () => sound.first(steps.line), mark: () => heard.newest(), undo,
  });

  const back = kept.restore(root, fields);
  if (back.length) words.aloud(back.length === 1 ? say("live.restored_one") : say("live.restored_many", { n: back.length }));
  for (const form of new Set(back.map((one) => one.form))) saver.save(form);

  new Stream(
    address,
    given.last,
    (news) => (news.kind === "lock" ? locks.hear(news) : parts.heard(news.seq, news)),
    () => saver.again(),
  );
}

// Nobody works at the desk without a name.
if (given.by) start();
