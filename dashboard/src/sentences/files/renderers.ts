import type { Renderers } from "../statements";
import { useColumnRenderers } from "./columns";
import { useLimitRenderers } from "./limits";
import { useRefreshRenderers } from "./refreshes";
import { useKindRenderers, useUploadRenderers } from "./uploads";
import { useStockRenderers, useValueRenderers } from "./values";

/** What is wrong with a file, and what is in the way of taking it or refreshing from it. */
export function useFileRenderers(): Renderers<string> {
  return {
    ...useUploadRenderers(),
    ...useKindRenderers(),
    ...useColumnRenderers(),
    ...useValueRenderers(),
    ...useStockRenderers(),
    ...useRefreshRenderers(),
    ...useLimitRenderers(),
  };
}
