/** Whether the focused element was removed from the page, so nothing has the focus. */
export function isFocusLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body;
}

/** Moves the focus to the page's heading when nothing better is left. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("main h1, h1")?.focus();
}

/** Asks the page's lists (useKeepFocus) where the focus should go. */
export const FOCUS_LOST = "focuslost";

/** Returns the focus to where it was; if that is gone, to what replaced it, else to the heading. */
export function giveFocusBack(origin: Element | null): void {
  if (origin instanceof HTMLElement && origin.isConnected && origin !== document.body)
    origin.focus();
  if (isFocusLost()) document.dispatchEvent(new Event(FOCUS_LOST));
  if (isFocusLost()) focusHeading();
}
