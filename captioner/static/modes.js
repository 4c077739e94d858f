/** The way of reading that somebody chose: live, in whole sentences, or at their own pace. */

/** Keep a choice that is made by a link, and go at once to the one that was kept if the address asks for none. */
export function choose(nav, mode) {
  const look = window.look;
  const address = new URL(location.href);
  for (const link of nav?.querySelectorAll("[data-mode]") ?? []) {
    link.addEventListener("click", () => {
      look?.set("mode", link.dataset.mode);
      // The address may have changed since the page was made: settings are put into it.
      const wanted = new URL(location.href);
      wanted.searchParams.set("mode", link.dataset.mode);
      link.href = wanted.href;
    });
  }
  const kept = look?.get("mode") ?? mode;
  if (!nav || address.searchParams.has("mode") || kept === mode) return;
  address.searchParams.set("mode", kept);
  location.replace(address);
}
