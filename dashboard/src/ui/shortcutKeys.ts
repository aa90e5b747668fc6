const STORAGE_KEY = "smartretail.keys";

/** Whether single-letter shortcuts are on; people who dictate text switch them off (WCAG 2.1.4). */
export const areKeysOn = () => localStorage.getItem(STORAGE_KEY) !== "off";

export function switchKeys(on: boolean): void {
  localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
}
