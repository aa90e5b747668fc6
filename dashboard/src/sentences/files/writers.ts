import type { Writers } from "../said";
import { useColumnWriters } from "./columns";
import { useRefreshWriters } from "./refreshes";
import { useKindWriters, useUploadWriters } from "./uploads";
import { useStockWriters, useValueWriters } from "./values";

/** What is wrong with a file, and what is in the way of taking it or refreshing from it. */
export function useFileWriters(): Writers<string> {
  return {
    ...useUploadWriters(),
    ...useKindWriters(),
    ...useColumnWriters(),
    ...useValueWriters(),
    ...useStockWriters(),
    ...useRefreshWriters(),
  };
}
