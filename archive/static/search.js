// Searches the site without a server: terms in search/*.json lead to meetings, their passages.json to the captions.
const SINGLE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/g;
const LONGEST = 32;
const PAGE = 10;
const PASSAGES = 3;
const PREFIX_FROM = 3;

// The same rule as archive/search_index.py, which made the index.
export function termsOf(text) {
  const parted = text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
  const found = parted.replace(SINGLE, " $& ").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.map((term) => [...term].slice(0, LONGEST).join(""));
}

export function shardOf(term) {
  const head = term.slice(0, 2);
  return /^[a-z0-9]+$/.test(head) ? `t-${head}` : `u-${term.codePointAt(0).toString(16)}`;
}

const fits = (term, wanted) => term === wanted || (wanted.length >= PREFIX_FROM && term.startsWith(wanted));

async function fetched(path) {
  const answer = await fetch(path);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

class Search {
  constructor(form) {
    this.form = form;
    this.field = form.elements.namedItem("q");
    this.found = document.getElementById("found");
    this.results = document.getElementById("results");
    this.say = form.dataset;
  }

  async run(query) {
    this.terms = [...new Set(termsOf(query))].slice(0, 12);
    if (!this.terms.length) return;
    this.found.textContent = this.say.busy;
    try {
      this.meetings = await fetched("search/meetings.json");
      this.show(await this.ranked());
    } catch {
      this.found.textContent = this.say.failed;
    }
  }

  async ranked() {
    const count = Object.keys(this.meetings).length;
    const lists = await Promise.all(this.terms.map((term) => this.weights(term)));
    const ids = [...lists[0].keys()].filter((id) => lists.every((one) => one.has(id)));
    const score = (id) =>
      lists.reduce((sum, one) => sum + (1 + Math.log(one.get(id))) * Math.log(1 + count / one.size), 0);
    const held = ids.map((id) => ({ id, score: score(id), date: this.meetings[id][0] }));
    return held.sort((a, b) => b.score - a.score || b.date.localeCompare(a.date)).map((one) => one.id);
  }

  async weights(wanted) {
    const shard = await fetched(`search/${shardOf(wanted)}.json`);
    const sums = new Map();
    for (const [term, numbers] of Object.entries(shard?.terms ?? {})) {
      if (!fits(term, wanted)) continue;
      for (let at = 0; at < numbers.length; at += 2) {
        const id = shard.meetings[numbers[at]];
        sums.set(id, (sums.get(id) ?? 0) + numbers[at + 1] * (term === wanted ? 2 : 1));
      }
    }
    return sums;
  }

  show(ids) {
    const { none, one, many } = this.say;
    this.found.textContent = ids.length === 0 ? none : ids.length === 1 ? one : many.replace("{count}", ids.length);
    this.results.replaceChildren();
    if (!ids.length) return;
    const list = document.createElement("ol");
    this.results.append(list);
    this.append(list, ids, 0);
  }

  append(list, ids, from) {
    for (const id of ids.slice(from, from + PAGE)) list.append(this.entry(id));
    if (ids.length <= from + PAGE) return;
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = this.say.more;
    more.addEventListener("click", () => {
      more.remove();
      this.append(list, ids, from + PAGE);
      list.children[from + PAGE]?.querySelector("a").focus();
    });
    this.results.append(more);
  }

  entry(id) {
    const [date, title, group] = this.meetings[id];
    const item = document.createElement("li");
    const heading = item.appendChild(document.createElement("h2"));
    heading.append(this.link(`meetings/${id}/index.html`, `${title}, ${date}`));
    const about = item.appendChild(document.createElement("p"));
    about.textContent = group;
    about.dir = "auto";
    this.passages(id, item);
    return item;
  }

  async passages(id, item) {
    const all = await fetched(`meetings/${id}/passages.json`).catch(() => null);
    const scored = (all ?? [])
      .map(([anchor, text], at) => ({ anchor, text, at, hits: this.hits(text) }))
      .filter((one) => one.hits);
    const best = scored.sort((a, b) => b.hits - a.hits || a.at - b.at).slice(0, PASSAGES);
    if (!best.length) return;
    const list = item.appendChild(document.createElement("ul"));
    for (const { anchor, text } of best) {
      const line = list.appendChild(document.createElement("li"));
      const place = anchor ? `transcript.html#${anchor}` : "index.html";
      line.append(this.link(`meetings/${id}/${place}`, anchor ? this.say.caption : this.say.report), ": ");
      line.append(this.marked(text));
    }
  }

  hits(text) {
    const terms = termsOf(text);
    return this.terms.filter((wanted) => terms.some((term) => fits(term, wanted))).length;
  }

  link(address, text) {
    const made = document.createElement("a");
    made.href = address;
    made.textContent = text;
    made.dir = "auto";
    return made;
  }

  marked(text) {
    const line = document.createElement("span");
    line.dir = "auto";
    for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
      const [term] = termsOf(piece);
      if (term && this.terms.some((wanted) => fits(term, wanted))) {
        line.appendChild(document.createElement("mark")).textContent = piece;
      } else line.append(piece);
    }
    return line;
  }
}

const form = document.getElementById("search");
if (form) {
  const search = new Search(form);
  const query = new URLSearchParams(location.search).get("q") ?? "";
  search.field.value = query;
  search.run(query);
}
