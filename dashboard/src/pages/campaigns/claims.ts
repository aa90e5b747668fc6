import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { type Texts, templateOf } from "./texts";

/** The check runs after a pause in typing. */
const PAUSE_MS = 350;

export type Violation = Schemas["ViolationAnswer"];

/** Claims in the typed texts that the plan doesn't back; checked shortly after the last key. */
export function useClaims(record: Schemas["CampaignState"], texts: Texts, discount: number) {
  const [debounced] = useDebouncedValue(JSON.stringify({ ...texts, discount }), PAUSE_MS);
  const checked = JSON.parse(debounced) as Texts & { discount: number };
  const query = useQuery({
    queryKey: queryKeys.claims(record.id, debounced),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/v1/claims:check", {
          body: {
            ...checked,
            stock_code: record.stock_code,
            product_name: record.product_description ?? record.stock_code,
            language: record.language,
            whatsapp_template: templateOf(checked.whatsapp_message, record.whatsapp_template) as
              | Schemas["CheckedTemplate"]
              | null,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isCurrent =
    !query.isFetching && debounced === JSON.stringify({ ...texts, discount }) && query.isSuccess;
  return { query, isCurrent, violations: query.data?.violations ?? [] };
}
