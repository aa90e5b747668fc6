import { Plural, Trans } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useReasonOf } from "../../sentences/plan";
import { Chip } from "../../ui/Chip";
import type { Action, Basis } from "./actions";

/** Verb, object and how much of it. */
export function JobTitle({ action }: { action: Action }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const name = action.name;
  if (action.kind === "order") {
    const units = Math.ceil(action.risk.units);
    return (
      <Trans>
        Order at least <Plural value={units} one="# unit" other="# units" /> of {name}
      </Trans>
    );
  }
  const segment = segmentName(action.row.target_cluster);
  const discount = formats.percent((action.row.discount ?? 0) / 100);
  return (action.row.discount ?? 0) > 0 ? (
    <Trans>
      Offer {discount} off {name} to {segment}
    </Trans>
  ) : (
    <Trans>
      Show {name} at full price to {segment}
    </Trans>
  );
}

/** Why, in a line. */
export function JobReason({ action }: { action: Action }) {
  const formats = useFormats();
  const reasonOf = useReasonOf();
  if (action.kind === "promote") return reasonOf(action.row) ?? <Trans>No reason available.</Trans>;
  const stock = formats.count(action.risk.current_stock);
  const expected = formats.decimal(action.risk.predicted_7d_demand);
  const short = formats.decimal(action.risk.units);
  return (
    <Trans>
      {stock} in stock, {expected} expected to sell in 7 days: {short} units short.
    </Trans>
  );
}

/** The assumption behind an amount; shown above the list if it applies to every job. */
export function BasisChips({ basis: { simulated, assumed } }: { basis: Basis }) {
  return (
    <>
      {simulated ? (
        <Chip dashed>
          <Trans>Simulated stock</Trans>
        </Chip>
      ) : null}
      {assumed ? (
        <Chip dashed>
          <Trans>Assumed cost</Trans>
        </Chip>
      ) : null}
    </>
  );
}
