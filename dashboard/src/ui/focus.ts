/** Nothing has the focus: what had it has left the page. */
export function isFocusLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body;
}

/** The page's heading takes the focus where nothing better is left. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("main h1, h1")?.focus();
}

/** Asks the lists of the page (useKeepFocus) for a place. */
export const FOCUS_LOST = "focuslost";

/** Focus to where it came from; if that is gone to what stands in its place, else to the heading. */
export function giveFocusBack(origin: Element | null): void {
  if (origin instanceof HTMLElement && origin.isConnected && origin !== document.body)
    origin.focus();
  if (isFocusLost()) document.dispatchEvent(new Event(FOCUS_LOST));
  if (isFocusLost()) focusHeading();
}
