import { type ComponentType, lazy } from "react";
import { moreTexts } from "./languages";

/** A page that brings texts which no page before it needs. */
export function behind<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), moreTexts()]);
    return page;
  });
}
