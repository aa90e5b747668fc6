import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { ICONS } from "./Icon";

interface Page {
  href: string;
  name: MessageDescriptor;
  /** Pressed after `g`. */
  key: string;
  glyph: string;
}

export const PAGES: Page[] = [
  {
    href: "/",
    name: msg`Today`,
    key: "t",
    glyph:
      "M10 2v2M10 16v2M2 10h2M16 10h2M4.500 4.500l1.400 1.400M14.100 14.100l1.400 1.400M4.500 15.500l1.400-1.400M14.100 5.900l1.400-1.400M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  },
  {
    href: "/inventory",
    name: msg`Inventory`,
    key: "i",
    glyph: ICONS.stock,
  },
  {
    href: "/demand",
    name: msg`Demand`,
    key: "d",
    glyph: "M3 15l4-5 3.500 3L17 5M12.500 5H17v4.500",
  },
  {
    href: "/customers",
    name: msg`Customers`,
    key: "c",
    glyph:
      "M10.500 6.500a3 3 0 1 1-6 0 3 3 0 0 1 6 0M2 17c0-3 2.500-5 5.500-5s5.500 2 5.500 5M13 4a3 3 0 0 1 0 5.500M15 12.500c2 .7 3 2.400 3 4.500",
  },
  { href: "/plan", name: msg`Plan`, key: "p", glyph: "M4 3h12v14H4zM7 7h6M7 10h6M7 13h3" },
  {
    href: "/campaigns",
    name: msg`Campaigns`,
    key: "m",
    glyph: ICONS.campaign,
  },
  {
    href: "/data",
    name: msg`Data`,
    key: "a",
    glyph:
      "M16 5c0 1.400-2.700 2.500-6 2.500S4 6.400 4 5s2.700-2.500 6-2.500S16 3.600 16 5zM4 5v10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500V5M4 10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500",
  },
];
