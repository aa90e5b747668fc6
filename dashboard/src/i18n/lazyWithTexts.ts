import { type ComponentType, lazy } from "react";
import { addTexts } from "./languages";
import { FIRST_LOAD } from "./textFiles";

/** A page that is loaded when it is opened, with its own texts; the build adds the `route`. */
export function lazyWithTexts<P>(
  load: () => Promise<{ default: ComponentType<P> }>,
  route: string = FIRST_LOAD,
) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), addTexts(route)]);
    return page;
  });
}
