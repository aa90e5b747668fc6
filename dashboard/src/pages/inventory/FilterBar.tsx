import { Trans, useLingui } from "@lingui/react/macro";
import type { useAddress } from "../../grid/address";
import { Button } from "../../ui/Button";
import { Choice, SearchField } from "../../ui/Filters";

type Address = ReturnType<typeof useAddress>;

/** Search and filters; what they are set to stands in the address. */
export function FilterBar({ address }: { address: Address }) {
  const { t } = useLingui();
  return (
    <search className="filters">
      <SearchField address={address} label={t`Search by name or code`} />
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
        <option value="lost">{t`A check: sales probably lost`}</option>
      </Choice>
      {address.isEmpty ? null : (
        <Button variant="plain" onClick={address.clear}>
          <Trans>Clear all filters</Trans>
        </Button>
      )}
    </search>
  );
}
