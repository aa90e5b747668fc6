import { type ComponentType, lazy } from "react";
import { addTexts } from "./languages";
import { FIRST_LOAD } from "./textFiles";

/**
 * A page that is loaded when it is opened, with its own texts, and those groups of the services'
 * sentences and names that no other page needs; the build adds the `route`.
 */
export function lazyWithTexts<P>(
  load: () => Promise<{ default: ComponentType<P> }>,
  _groups: readonly string[] = [],
  route: string = FIRST_LOAD,
) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), addTexts(route)]);
    return page;
  });
}
