/* Watches the captions on a page as a reader's eye would: run in the page, then read `watched()`.
   moved: settled words that were found at another place or with other letters. erased: words that were shown and
   taken away again, summed over the draws. settled: words that stand settled. draws: how often the page changed. */
(() => {
  const region = document.getElementById("captions");
  const seen = new Map();
  const told = { moved: 0, erased: 0, draws: 0, settled: 0, times: [] };
  let before = [];

  const tokens = (node) => node.textContent.split(/\s+/).filter(Boolean);
  const shown = () => [...region.children].flatMap((line) => (line.className === "empty" ? [] : tokens(line)));

  const places = (cues) => {
    const origin = region.getBoundingClientRect();
    for (const cue of cues) {
      const node = cue.firstChild;
      if (node?.nodeType !== Node.TEXT_NODE) continue;
      for (const found of node.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        const box = range.getBoundingClientRect();
        const place = `${found[0]} ${Math.round(box.left - origin.left)} ${Math.round(box.top - origin.top + region.scrollTop)}`;
        const key = `${cue.id}.${found.index}`;
        if (seen.has(key) && seen.get(key) !== place) told.moved += 1;
        seen.set(key, place);
      }
    }
  };

  const look = () => {
    told.draws += 1;
    told.times.push(performance.now());
    const now = shown();
    let same = 0;
    while (same < before.length && before[same] === now[same]) same += 1;
    told.erased += before.length - same;
    before = now;
    const cues = [...region.querySelectorAll(".cue")];
    places(told.draws % 20 ? cues.slice(-8) : cues);
    told.settled = cues.reduce((sum, cue) => sum + tokens(cue).length, 0);
  };

  before = shown();
  places(region.querySelectorAll(".cue"));
  new MutationObserver(look).observe(region, { childList: true, characterData: true, subtree: true });
  window.watched = () => {
    places(region.querySelectorAll(".cue"));
    return told;
  };
})();
