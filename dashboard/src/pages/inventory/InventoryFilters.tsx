import { useLingui } from "@lingui/react/macro";
import type { useAddress } from "../../grid/address";
import { FilterBar } from "../../ui/FilterBar";
import { Choice, SearchField } from "../../ui/Filters";

type Address = ReturnType<typeof useAddress>;

const FILTERS = ["status", "abc", "xyz", "need"];

interface Props {
  address: Address;
  /** The filters leave nothing: the list itself offers to clear them. */
  isEmpty: boolean;
}

/** Search and filters; what they are set to is in the URL. */
export function InventoryFilters({ address, isEmpty }: Props) {
  const { t } = useLingui();
  const active = FILTERS.filter((name) => address.get(name) !== "").length;
  return (
    <FilterBar
      search={<SearchField address={address} label={t`Search by name or code`} />}
      active={active}
      sorting={<SortChoice address={address} />}
      onClear={isEmpty ? undefined : address.clear}
    >
      <Choice address={address} name="status" label={t`Status`}>
        <option value="UNDERSTOCKED">{t`Too little`}</option>
        <option value="HEALTHY">{t`Fine`}</option>
        <option value="OVERSTOCKED">{t`Too much`}</option>
      </Choice>
      <Choice address={address} name="abc" label={t`Revenue class`}>
        <option value="A">{t`A: first 80%`}</option>
        <option value="B">{t`B: up to 95%`}</option>
        <option value="C">{t`C: the rest`}</option>
      </Choice>
      <Choice address={address} name="xyz" label={t`Steadiness`}>
        <option value="X">{t`X: steady`}</option>
        <option value="Y">{t`Y: varying`}</option>
        <option value="Z">{t`Z: erratic`}</option>
      </Choice>
      <Choice address={address} name="need" label={t`What to do`}>
        <option value="order">{t`Order now`}</option>
        <option value="dead">{t`Clear: dead stock`}</option>
        <option value="lost">{t`Check: sales probably lost`}</option>
      </Choice>
    </FilterBar>
  );
}

function SortChoice({ address }: { address: Address }) {
  const { t } = useLingui();
  return (
    <Choice address={address} name="sort" label={t`Sort by`} none={t`Default order`}>
      <option value="-money_bound">{t`Money tied up`}</option>
      <option value="-stock_out_probability">{t`Stock-out risk`}</option>
      <option value="-predicted_7d_demand">{t`7-day demand`}</option>
      <option value="product_name">{t`Product`}</option>
    </Choice>
  );
}
