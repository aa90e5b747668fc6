import { useQuery } from "@tanstack/react-query";
import { refreshes } from "./requests";

/** Figures are being worked out anew: a second refresh has to wait. */
export function useIsRefreshing(): boolean {
  return useQuery(refreshes).data?.running != null;
}
