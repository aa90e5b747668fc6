import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import type { useAddress } from "../../grid/address";
import { useObjectiveName } from "../../names/objectives";
import { useSegmentName } from "../../names/segments";
import { FilterBar } from "../../ui/FilterBar";
import { Choice, SearchField } from "../../ui/Filters";
import { useChangedCodes } from "./PlanChanges";

type PlanRow = Schemas["PlanRow"];
type Address = ReturnType<typeof useAddress>;

const FILTERS = ["objective", "segment", "since"];

interface Props {
  rows: PlanRow[];
  address: Address;
  /** The filters leave nothing: the list itself offers to clear them. */
  isEmpty: boolean;
}

/** Search and filters; what they are set to is in the URL. */
export function PlanFilters({ rows, address, isEmpty }: Props) {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();
  const active = FILTERS.filter((name) => address.get(name) !== "").length;
  return (
    <FilterBar
      search={<SearchField address={address} label={t`Search by name or code`} />}
      active={active}
      onClear={isEmpty ? undefined : address.clear}
    >
      <Choice address={address} name="objective" label={t`Objective`}>
        {[...new Set(rows.map((row) => row.objective))].map((name) => (
          <option key={name} value={name}>
            {objectiveName(name)}
          </option>
        ))}
      </Choice>
      <Choice address={address} name="segment" label={t`Audience`}>
        {[...new Set(rows.map((row) => row.target_cluster))].map((name) => (
          <option key={name} value={name}>
            {segmentName(name)}
          </option>
        ))}
      </Choice>
      <Choice address={address} name="since" label={t`Since last week`}>
        <option value="new">{t`New`}</option>
        <option value="changed">{t`Different offer`}</option>
        <option value="gone">{t`No longer recommended`}</option>
      </Choice>
    </FilterBar>
  );
}

/** The rows that search and filters let through. */
export function useShownRows(rows: PlanRow[], address: Address): PlanRow[] {
  const objective = address.get("objective");
  const segment = address.get("segment");
  const text = address.get("q").trim().toLowerCase();
  const changed = useChangedCodes(address.get("since"));
  return useMemo(
    () =>
      rows.filter(
        (row) =>
          (!objective || row.objective === objective) &&
          (!segment || row.target_cluster === segment) &&
          `${row.product_name} ${row.stock_code}`.toLowerCase().includes(text) &&
          (changed === null || changed.has(row.stock_code)),
      ),
    [rows, objective, segment, text, changed],
  );
}
