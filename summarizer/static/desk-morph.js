/** Makes the page what the server has now, in place: what is the same stays, with its focus, caret and open parts. */

const STAYS = new Set(["open", "autocomplete", "aria-invalid", "aria-errormessage"]);
const FIELDS = new Set(["input", "textarea", "select"]);
const WHOLES = new Set(["tr", "div", "fieldset", "ul", "ol", "nav", "p", "label"]); // worth comparing in one go
const LIVE = /-live$/;

const isLive = (node) => node.nodeType === 1 && node.dataset.live !== undefined;
const isBlank = (node) => node.nodeType === 3 && !node.data.trim();

function keyOf(node) {
  if (node.nodeType !== 1) return null;
  const { line, suggestion, person, mark, block } = node.dataset;
  const own = line ?? suggestion ?? person ?? mark ?? block;
  if (own !== undefined) return `${node.localName}:${own}`;
  return node.id || node.getAttribute("aria-labelledby") || null;
}

const likeness = (node) => (node.nodeType === 1 ? `${node.localName}.${node.className}.${node.name ?? ""}` : node.nodeName);

/** `hooks.field(old, value)`: the server's value of a field. `hooks.keeps(node)`: whether a node that the server has
 *  no more stays even so. Returns false if a part was left out that this page does not have. */
export function morph(old, fresh, hooks) {
  if (fresh.dataset.same !== undefined) return same(old, fresh);
  if (WHOLES.has(old.localName) && old.isEqualNode(fresh)) return true;
  attributes(old, fresh);
  if (!FIELDS.has(old.localName)) return children(old, fresh, hooks);
  const value = old.value;
  if (old.localName === "select") children(old, fresh, hooks);
  else if (old.defaultValue !== fresh.defaultValue) old.defaultValue = fresh.defaultValue;
  if (old.type === "hidden") old.value = fresh.value;
  else if (old.type !== "checkbox") {
    if (old.value !== value) old.value = value;
    hooks.field(old, fresh.value);
  }
  return true;
}

/** A line that is as it was may have another number. */
function same(old, fresh) {
  const text = old.querySelector(":is(h3, h4)")?.firstChild;
  const told = `${fresh.dataset.same} `;
  if (fresh.dataset.same && text && text.data !== told) text.data = told;
  return true;
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (name === "aria-describedby") describe(old, value);
    else if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (fresh.hasAttribute(name) || STAYS.has(name) || name === "value") continue;
    if (name === "aria-describedby") describe(old, "");
    else if (name !== "data-live") old.removeAttribute(name);
  }
}

/** What describes an element here and not on the server goes on doing so. */
function describe(old, value) {
  const ours = (old.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => LIVE.test(id));
  const all = [...value.split(/\s+/).filter(Boolean), ...ours].join(" ");
  if (!all) old.removeAttribute("aria-describedby");
  else if (old.getAttribute("aria-describedby") !== all) old.setAttribute("aria-describedby", all);
}

function children(old, fresh, hooks) {
  const wanted = [...fresh.childNodes].filter((node) => !isBlank(node));
  const held = [...old.childNodes].filter((node) => !isBlank(node) && !isLive(node));
  const pairs = matched(held, wanted);
  const stay = new Set(pairs.values());
  for (const node of held) if (!stay.has(node) && !hooks.keeps(node)) node.remove();
  let whole = true;
  let place = next(old.firstChild, stay);
  for (const want of wanted) {
    const have = pairs.get(want);
    if (!have) {
      if (want.dataset?.same !== undefined) whole = false;
      else old.insertBefore(want, place);
      continue;
    }
    if (have === place) place = next(have.nextSibling, stay);
    else move(old, have, place);
    if (have.nodeType === 1) whole = morph(have, want, hooks) && whole;
    else if (have.data !== want.data) have.data = want.data;
  }
  return whole;
}

/** The next of the nodes that are put in order; what was added here goes along with what stands before it. */
function next(node, stay) {
  let at = node;
  while (at && !stay.has(at)) at = at.nextSibling;
  return at;
}

function matched(held, wanted) {
  const keys = new Map(wanted.map((node) => [node, keyOf(node)]));
  const asked = new Set(keys.values());
  const byKey = new Map();
  const free = new Map(); // what has no key, or one that is gone, by what it looks like
  for (const node of held) {
    const key = keyOf(node);
    if (key && asked.has(key)) {
      byKey.set(key, node);
      continue;
    }
    const like = likeness(node);
    if (free.has(like)) free.get(like).push(node);
    else free.set(like, [node]);
  }
  for (const nodes of free.values()) nodes.reverse(); // the first is taken first
  const pairs = new Map();
  for (const want of wanted) {
    const found = byKey.get(keys.get(want));
    // A line that is new is not made of one that is gone.
    const have = found ?? (want.dataset?.line || want.dataset?.suggestion ? null : free.get(likeness(want))?.pop());
    if (have && have.localName === want.localName) pairs.set(want, have);
  }
  return pairs;
}

/** Put a node in its place; where the browser can, with the focus that is in it. */
function move(parent, node, place) {
  if (parent.moveBefore) return parent.moveBefore(node, place);
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const caret = focused?.localName === "textarea" ? [focused.selectionStart, focused.selectionEnd] : null;
  parent.insertBefore(node, place);
  focused?.focus({ preventScroll: true });
  if (caret) focused.setSelectionRange(...caret);
}
