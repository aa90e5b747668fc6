import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { ICONS } from "./Icon";

export interface Page {
  href: string;
  name: MessageDescriptor;
  /** Pressed after `g`. */
  key: string;
  glyph: string;
  /** Other paths that belong to the page. */
  within?: string[];
}

export const PAGES: Page[] = [
  { href: "/", name: msg`Today`, key: "t", glyph: ICONS.today },
  { href: "/orders", name: msg`Orders`, key: "o", glyph: ICONS.order },
  {
    href: "/inventory",
    name: msg`Inventory`,
    key: "i",
    glyph: ICONS.stock,
    within: ["/products"],
  },
  {
    href: "/campaigns",
    name: msg`Campaigns`,
    key: "m",
    glyph: ICONS.campaign,
    within: ["/plan"],
  },
  { href: "/customers", name: msg`Customers`, key: "c", glyph: ICONS.customers },
  { href: "/demand", name: msg`Demand`, key: "d", glyph: ICONS.demand },
  { href: "/data", name: msg`Data`, key: "a", glyph: ICONS.data },
];

export const SETTINGS: Page = {
  href: "/settings",
  name: msg`Settings`,
  key: "s",
  glyph: ICONS.settings,
};

/** Pages in a phone's bottom bar; the others are in the menu More. */
export const ON_PHONE = ["/", "/orders", "/inventory"];

/** A tab of Campaigns with its own shortcut. */
export const PLAN = { href: "/plan", name: msg`Plan`, key: "p" };

export function isCurrent(path: string, page: Page): boolean {
  if (page.href === "/") return path === "/";
  return [page.href, ...(page.within ?? [])].some(
    (href) => path === href || path.startsWith(`${href}/`),
  );
}
