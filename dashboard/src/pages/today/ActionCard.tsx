import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useReasonOf } from "../../sentences/plan";
import { DashedBadge, Provenance } from "../../ui/Badges";
import { Button, type ButtonVariant } from "../../ui/Button";
import { ICONS, Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { ActionMoney } from "./ActionMoney";
import type { Action } from "./actions";
import { DismissForm } from "./DismissForm";
import css from "./today.module.css";

interface Props {
  action: Action;
  currency: string;
  /** The first job has the page's one filled button. */
  variant: ButtonVariant;
}

/** What to do, why, for whom, what it brings, and one button. */
export function ActionCard({ action, currency, variant }: Props) {
  const [isDismissing, setDismissing] = useState(false);
  const { t } = useLingui();
  const review =
    action.kind === "order" ? `/products/${encodeURIComponent(action.code)}` : planLink(action);
  return (
    <li className={css.action}>
      <div>
        <h3 className={css.what}>
          <ActionTitle action={action} />
        </h3>
        <p className={css.why}>
          <ActionReason action={action} />
        </p>
        <div className={css.tags}>
          <ActionKindBadge action={action} />
          <Tags action={action} />
        </div>
      </div>
      <div className={css.money}>
        <ActionMoney action={action} currency={currency} />
      </div>
      <div className={`${css.buttons} no-print`}>
        <Button variant={variant} href={review} aria-label={t`Review: ${action.name}`}>
          <Trans>Review</Trans>
        </Button>
        <IconButton
          path={ICONS.close}
          label={t`Dismiss: ${action.name}`}
          title={t`Dismiss`}
          aria-expanded={isDismissing}
          onClick={() => setDismissing(!isDismissing)}
        />
      </div>
      {isDismissing ? <DismissForm action={action} onCancel={() => setDismissing(false)} /> : null}
    </li>
  );
}

function planLink(action: Action): string {
  return `/plan?product=${encodeURIComponent(action.code)}`;
}

function ActionTitle({ action }: { action: Action }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const name = action.name;
  if (action.kind === "order") {
    const units = formats.count(Math.ceil(action.risk.units));
    return (
      <Trans>
        Order at least {units} units of {name} this week
      </Trans>
    );
  }
  const segment = segmentName(action.row.target_cluster);
  const discount = formats.percent((action.row.discount ?? 0) / 100);
  if ((action.row.discount ?? 0) > 0) {
    return (
      <Trans>
        Offer {discount} off {name} to {segment}
      </Trans>
    );
  }
  return (
    <Trans>
      Show {name} at full price to {segment}
    </Trans>
  );
}

function ActionReason({ action }: { action: Action }) {
  const formats = useFormats();
  const reasonOf = useReasonOf();
  if (action.kind === "promote") return reasonOf(action.row) ?? <Trans>No reason available.</Trans>;
  const stock = formats.count(action.risk.current_stock);
  const expected = formats.decimal(action.risk.predicted_7d_demand);
  const short = formats.decimal(action.risk.units);
  return (
    <Trans>
      {stock} in stock, {expected} expected to sell in 7 days: {short} units short, valued at the
      selling price.
    </Trans>
  );
}

/** What sort of thing is to be done, as the pages it leads to are drawn in the navigation. */
function ActionKindBadge({ action }: { action: Action }) {
  return (
    <span className={css.kind}>
      <Icon path={action.kind === "order" ? ICONS.stock : ICONS.campaign} size={14} />
      {action.kind === "order" ? <Trans>Order</Trans> : <Trans>Campaign</Trans>}
    </span>
  );
}

function Tags({ action }: { action: Action }) {
  const source = action.kind === "order" ? action.risk.stock_source : action.row.stock_source;
  const cost = action.kind === "order" ? null : action.row.cost_source;
  return (
    <>
      {source === "simulated" ? (
        <DashedBadge>
          <Trans>Simulated stock</Trans>
        </DashedBadge>
      ) : null}
      {cost === "assumed" ? (
        <DashedBadge>
          <Trans>Assumed cost</Trans>
        </DashedBadge>
      ) : null}
      {source === "uploaded" ? <Provenance source={null} /> : null}
    </>
  );
}
