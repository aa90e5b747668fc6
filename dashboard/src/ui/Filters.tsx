import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import type { useAddress } from "../grid/address";

type Address = ReturnType<typeof useAddress>;

/** Typing shows at once; the URL and the rows follow. */
export function SearchField({ address, label }: { address: Address; label: string }) {
  const query = address.get("q");
  const [text, setText] = useState(query);
  useEffect(() => setText(query), [query]);
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
  /** The name of the empty choice; "All" by default. */
  none?: string;
  children: ReactNode;
}

export function Choice({ address, name, label, none, children }: ChoiceProps) {
  const { t } = useLingui();
  return (
    <label className="field">
      {label}
      <select
        value={address.get(name)}
        onChange={(event) => address.set(name, event.target.value || null)}
      >
        <option value="">{none ?? t`All`}</option>
        {children}
      </select>
    </label>
  );
}
