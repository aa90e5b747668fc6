import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useTableLayout } from "../../grid/useTableLayout";
import { useProblemSentence } from "../../sentences/problems";
import { Button, type ButtonVariant } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import type { Deciding } from "./deciding";
import type { Decision } from "./decisions";
import css from "./plan.module.css";

interface Props {
  row: Schemas["PlanRow"];
  deciding: Deciding;
}

/** Accept, change or reject in the row; the decision replaces the buttons. */
export function DecideButtons({ row, deciding }: Props) {
  const { t } = useLingui();
  const sentence = useProblemSentence();
  const { isPhone } = useTableLayout();
  const { entries, next, failed, query } = deciding;
  const entry = entries.get(row.stock_code);
  if (entry) return <DecisionChip decision={entry.decision} />;
  // On a phone the bottom bar holds these buttons for the open row.
  if (query.isPending || isPhone) return null;
  const name = row.product_name;
  return (
    <div className={css.decide}>
      <AcceptButton
        row={row}
        deciding={deciding}
        variant={next === row.stock_code ? "filled" : "tonal"}
      />
      <button
        type="button"
        className={css.quiet}
        aria-label={t`Change: ${name}`}
        onClick={() => deciding.ask(row, "changed")}
      >
        <Trans>Change</Trans>
      </button>
      <button
        type="button"
        className={css.quiet}
        aria-label={t`Reject: ${name}`}
        onClick={() => deciding.ask(row, "rejected")}
      >
        <Trans>Reject</Trans>
      </button>
      {failed?.code === row.stock_code && deciding.asking === null ? (
        <p role="alert" className={css.failed}>
          {sentence(failed.error)}
        </p>
      ) : null}
    </div>
  );
}

interface AcceptProps extends Props {
  variant: ButtonVariant;
}

export function AcceptButton({ row, deciding, variant }: AcceptProps) {
  const { t } = useLingui();
  return (
    <Button
      variant={variant}
      data-decide={row.stock_code}
      aria-label={t`Accept: ${row.product_name}`}
      loading={deciding.busy === row.stock_code && deciding.asking === null}
      onClick={() => deciding.accept(row)}
    >
      <Trans>Accept</Trans>
    </Button>
  );
}

/** The decision as a chip. */
export function DecisionChip({ decision }: { decision: Decision["decision"] }) {
  if (decision === "accepted")
    return (
      <Chip tone="good" shape="check">
        <Trans>Accepted</Trans>
      </Chip>
    );
  if (decision === "changed")
    return (
      <Chip tone="info" shape="half">
        <Trans>Changed</Trans>
      </Chip>
    );
  return (
    <Chip shape="cross">
      <Trans>Rejected</Trans>
    </Chip>
  );
}
