/** Keeps the screen on while captions are read: a phone that goes dark after a minute shows nobody anything. */

export function stayAwake() {
  const ask = async () => {
    if (document.hidden) return;
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // Not allowed here, or the battery is low: the reader's own settings hold.
    }
  };
  document.addEventListener("visibilitychange", ask); // the lock ends whenever the page is hidden
  ask();
}
