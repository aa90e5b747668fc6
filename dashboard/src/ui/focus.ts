/** Nothing has the focus: what had it has left the page. */
export function isFocusLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body;
}

/** The page's heading takes the focus where nothing better is left. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("main h1, h1")?.focus();
}

/** Focus to where it came from, or to the heading if that is gone. */
export function giveFocusBack(origin: Element | null): void {
  if (origin instanceof HTMLElement && origin.isConnected && origin !== document.body)
    origin.focus();
  if (isFocusLost()) focusHeading();
}
