import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { useAddress } from "../../grid/address";

type Address = ReturnType<typeof useAddress>;

/** Search and filters; what they are set to stands in the address. */
export function FilterBar({ address }: { address: Address }) {
  const { t } = useLingui();
  return (
    <search className="filters">
      <SearchField address={address} label={t`Search by name or code`} />
      <Choice address={address} name="status" label={t`Status`}>
        <option value="UNDERSTOCKED">{t`Too little`}</option>
        <option value="HEALTHY">{t`Healthy`}</option>
        <option value="OVERSTOCKED">{t`Too much`}</option>
      </Choice>
      <Choice address={address} name="abc" label={t`Revenue class`}>
        <option value="A">{t`A: first 80 %`}</option>
        <option value="B">{t`B: to 95 %`}</option>
        <option value="C">{t`C: the rest`}</option>
      </Choice>
      <Choice address={address} name="xyz" label={t`Steadiness`}>
        <option value="X">{t`X: steady`}</option>
        <option value="Y">{t`Y: varying`}</option>
        <option value="Z">{t`Z: erratic`}</option>
      </Choice>
      <Choice address={address} name="need" label={t`Needs`}>
        <option value="order">{t`An order`}</option>
        <option value="dead">{t`Clearing: dead stock`}</option>
        <option value="lost">{t`A look: sales probably lost`}</option>
      </Choice>
      {address.isEmpty ? null : (
        <button type="button" className="plain" onClick={address.clear}>
          <Trans>Clear all filters</Trans>
        </button>
      )}
    </search>
  );
}

/** What is typed shows at once; the address, and with it the rows, follow. */
export function SearchField({ address, label }: { address: Address; label: string }) {
  const given = address.get("q");
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  return (
    <label className="field">
      {label}
      <input
        type="search"
        value={text}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          address.set("q", event.target.value || null);
        }}
      />
    </label>
  );
}

interface ChoiceProps {
  address: Address;
  name: string;
  label: string;
  children: React.ReactNode;
}

export function Choice({ address, name, label, children }: ChoiceProps) {
  const { t } = useLingui();
  return (
    <label className="field">
      {label}
      <select
        value={address.get(name)}
        onChange={(event) => address.set(name, event.target.value || null)}
      >
        <option value="">{t`All`}</option>
        {children}
      </select>
    </label>
  );
}
