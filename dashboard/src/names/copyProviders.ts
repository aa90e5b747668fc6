import { useLingui } from "@lingui/react/macro";

/** Who wrote a text; language models go by their own names. */
export function useProviderNames(): Record<string, string> {
  const { t } = useLingui();
  return { template: t`templates` };
}
