import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { Link } from "wouter";
import type { DismissalReason } from "../../names/dismissalReasons";
import { Button, type ButtonVariant } from "../../ui/Button";
import { ICONS } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { Failed } from "../../ui/States";
import { type Action, type Basis, basisOf, type MoneyRange, pageOf } from "./actions";
import { DismissReasons } from "./DismissReasons";
import { JobMoney } from "./JobMoney";
import { BasisChips, JobReason, JobTitle } from "./JobWords";
import css from "./jobs.module.css";

interface Props {
  action: Action;
  currency: string;
  range: MoneyRange | null | undefined;
  /** What is said above the list, once for all. */
  shared: Basis;
  /** The first job has the page's one filled button. */
  variant: ButtonVariant;
  isDismissing: boolean;
  /** Why it could not be dismissed. */
  error: Error | null;
  onAsk: (isDismissing: boolean) => void;
  onDismiss: (reason: DismissalReason) => void;
}

/** One job: what to do, its amount, the reason, one button, and a quiet button to dismiss it. */
export function JobRow(props: Props) {
  const { action, shared, isDismissing, onAsk, error } = props;
  const { t } = useLingui();
  const dismiss = useRef<HTMLButtonElement>(null);
  const own = basisOf(action);
  return (
    <li className={css.job} data-row={action.id}>
      <h3 className={css.what}>
        <Link href={pageOf(action)}>
          <JobTitle action={action} />
        </Link>
      </h3>
      <p className={css.why}>
        <JobReason action={action} />{" "}
        <BasisChips
          basis={{
            simulated: own.simulated && !shared.simulated,
            assumed: own.assumed && !shared.assumed,
          }}
        />
      </p>
      <JobMoney action={action} range={props.range} currency={props.currency} />
      <Button
        variant={props.variant}
        href={pageOf(action)}
        className={`${css.review} no-print`}
        aria-label={t`Review: ${action.name}`}
      >
        <Trans>Review</Trans>
      </Button>
      <IconButton
        ref={dismiss}
        className={`${css.dismiss} no-print`}
        path={ICONS.close}
        label={t`Dismiss: ${action.name}`}
        aria-expanded={isDismissing}
        title={t`Dismiss`}
        onClick={() => onAsk(!isDismissing)}
      />
      {isDismissing ? (
        <DismissReasons
          onChoose={props.onDismiss}
          onCancel={() => {
            onAsk(false);
            dismiss.current?.focus();
          }}
        />
      ) : null}
      {error ? (
        <div className={css.failed}>
          <Failed error={error} />
        </div>
      ) : null}
    </li>
  );
}
