import { useLingui } from "@lingui/react/macro";
import type { Kind } from "./requests";

/** What a file can hold, as the page calls it. */
export function useKinds(): Record<Kind, string> {
  const { t } = useLingui();
  return { sales: t`Sales`, stock: t`Stock`, products: t`Products` };
}
