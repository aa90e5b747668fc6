import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { KeyValues } from "../../ui/KeyValues";
import { MethodName } from "../../ui/Method";
import { Provenance } from "../../ui/Provenance";
import { orderTerms } from "./advice";

type Item = Schemas["InventoryAnswer"];

/** The calculation of the suggested order, and the sources of its terms. */
export function OrderSum({ item }: { item: Item }) {
  return (
    <>
      <Terms item={item} />
      <KeyValues
        facts={[
          {
            name: <Trans>Lead time</Trans>,
            value: (
              <Sourced source={item.lead_time_source} value={<Days of={item.lead_time_days} />} />
            ),
          },
          {
            name: <Trans>Safety stock</Trans>,
            value: <Sourced source={item.spread_source} value={<Units of={item.safety_stock} />} />,
          },
          {
            name: <Trans>Pack</Trans>,
            value: <Sourced source={item.pack_source} value={<Units of={item.pack_size} />} />,
          },
        ]}
      />
    </>
  );
}

function Terms({ item }: { item: Item }) {
  const formats = useFormats();
  const terms = orderTerms(item);
  if (terms === null) return null;
  const expected = formats.count(terms.expected);
  const safety = formats.count(terms.safety);
  const stock = formats.count(terms.stock);
  const balance = formats.count(terms.expected + terms.safety - terms.stock);
  const order = formats.count(terms.order);
  const pack = item.pack_size ?? 1;
  const packs = Math.round(terms.order / pack);
  const size = formats.count(pack);
  return (
    <p>
      <Trans>
        {expected} expected until the order after this one arrives + {safety} safety − {stock} in
        stock = {balance}
      </Trans>
      {terms.order === 0 && terms.missing === 0 ? <Trans>, so no order</Trans> : null}
      {pack > 1 && terms.order > 0 ? (
        <>
          {" → "}
          <Trans>
            {order} (<Plural value={packs} one="# pack" other="# packs" /> of {size})
          </Trans>
        </>
      ) : null}
      {terms.order < terms.missing ? (
        <>
          {" "}
          <Trans>No more than {order} would sell before it spoils.</Trans>
        </>
      ) : null}
    </p>
  );
}

/** How the expected sales are computed. */
export function ForecastMethod({ item }: { item: Item }) {
  const method = useQuery(demandOf(item.stock_code)).data?.method;
  return (
    <>
      {(item.suggested_order ?? 0) > 0 ? (
        <p>
          <Trans>
            The order is large enough to last until the one after it arrives, even if demand is
            high.
          </Trans>
        </p>
      ) : null}
      {method ? <MethodName method={method} /> : null}
    </>
  );
}

/** A value and, where it is not known but simulated or assumed, the chip that says so. */
export function Sourced({ value, source }: { value: ReactNode; source: string | null }) {
  return (
    <>
      {value} <Provenance source={source} />
    </>
  );
}

export function Days({ of }: { of: number | null }) {
  return of === null ? "–" : <Plural value={Math.round(of)} one="# day" other="# days" />;
}

export function Units({ of }: { of: number | null }) {
  return of === null ? "–" : <Plural value={Math.round(of)} one="# unit" other="# units" />;
}
