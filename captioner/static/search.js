/** Search in the captions: whatever the case and the accents, across the cues of a line. */
import { cueOf, lineOf } from "./places.js";

const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g;
const SKIPPED = ".tail, .flag";
const PAINTED = 2000;

/** What two texts have in common that a reader takes for the same. */
export const fold = (text) => plain(text).replace(/\s+/g, " ");
const plain = (text) => text.normalize("NFD").replace(ACCENTS, "").replace(/[\u2018\u2019]/g, "'").toLowerCase();

export class Search {
  constructor(places) {
    this.places = places;
    this.wanted = "";
    this.now = null;
  }

  /** Go to the next place with these words, or the one before: {n, all, hit, round}; null if there is none.
   *  Everything is searched anew, so that captions which came meanwhile count. */
  step(words, back) {
    const wanted = fold(words).trim();
    const fresh = wanted !== this.wanted || !this.now;
    this.wanted = wanted;
    const hits = wanted ? this.hits(wanted) : [];
    if (hits.length === 0) return this.end();
    let at = fresh ? this.first(hits) : back ? hits.findLastIndex((hit) => ahead(hit, this.now)) : hits.findIndex((hit) => ahead(this.now, hit));
    const round = at < 0 && !fresh;
    if (at < 0) at = back ? hits.length - 1 : 0;
    this.now = hits[at];
    this.paint(hits);
    return { n: at + 1, all: hits.length, hit: rangeOf(this.now), round };
  }

  /** Take the marks away and forget. */
  end() {
    this.wanted = "";
    this.now = null;
    this.paint([]);
    return null;
  }

  hits(wanted) {
    return this.places.lines().flatMap((line) => {
      const nodes = textsOf(line);
      const text = fold(nodes.map((node) => node.data).join(""));
      return text.includes(wanted) ? hitsIn(nodes, wanted) : [];
    });
  }

  /** The first hit that stands in view or behind it; -1 if all are ahead of it. */
  first(hits) {
    const { top } = this.places.box();
    let [low, high] = [0, hits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rangeOf(hits[middle]).getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return low < hits.length ? low : -1;
  }

  /** Settled text is never touched: the browser paints the ranges, or else the whole cue is marked. */
  paint(hits) {
    if (globalThis.Highlight && CSS.highlights) {
      CSS.highlights.set("found", new Highlight(...hits.slice(0, PAINTED)));
      const now = new Highlight(...(this.now ? [this.now] : []));
      now.priority = 1;
      CSS.highlights.set("found-now", now);
      return;
    }
    this.marked?.classList.remove("found");
    this.marked = this.now && (cueOf(this.now.startContainer) ?? lineOf(this.now.startContainer));
    this.marked?.classList.add("found");
  }
}

function textsOf(line) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

/** Fold letter by letter, keeping where each one stands, and take the places of `wanted`. */
function hitsIn(nodes, wanted) {
  const from = [];
  let text = "";
  for (const node of nodes) {
    let at = 0;
    for (const letter of node.data) {
      const folded = /\s/.test(letter) ? (text.endsWith(" ") ? "" : " ") : plain(letter);
      for (let n = 0; n < folded.length; n += 1) from.push([node, at, at + letter.length]);
      text += folded;
      at += letter.length;
    }
  }
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const [startContainer, startOffset] = from[at];
    const [endContainer, , endOffset] = from[at + wanted.length - 1];
    found.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
  }
  return found;
}

function rangeOf({ startContainer, startOffset, endContainer, endOffset }) {
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}

/** Whether one place begins ahead of another. */
function ahead(one, other) {
  if (one.startContainer === other.startContainer) return one.startOffset < other.startOffset;
  return (one.startContainer.compareDocumentPosition(other.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
