import { Trans } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { Button } from "../../ui/Button";
import type { MenuItem } from "../../ui/Menu";
import type { Actions } from "../../ui/PageActions";
import { AcceptButton } from "./DecideButtons";
import type { Deciding } from "./deciding";

interface Props {
  deciding: Deciding;
  isPhone: boolean;
  /** The plan is known and recommends nothing. */
  isEmpty: boolean;
  isTrying: boolean;
  onTry: () => void;
  /** The row whose reasons are open. */
  open: Schemas["PlanRow"] | undefined;
  onExport: (() => void) | undefined;
}

/** On a phone the bar decides on the open row; elsewhere the rows have their own buttons. */
export function planActions(props: Props): Actions {
  const { deciding, isPhone, isEmpty, isTrying, onTry, open, onExport } = props;
  const { next } = deciding;
  const more: MenuItem[] = onExport
    ? [{ name: <Trans>Export these rows (CSV)</Trans>, onSelect: onExport }]
    : [];
  if (isPhone && open) {
    more.unshift({ name: <Trans>What if</Trans>, onSelect: onTry });
    return {
      primary: deciding.entries.has(open.stock_code) ? (
        <Button loading={deciding.copy.isPending} onClick={() => deciding.copy.mutate(open)}>
          <Trans>Write the copy</Trans>
        </Button>
      ) : (
        <AcceptButton row={open} deciding={deciding} variant="filled" />
      ),
      plain: [
        <AskButton key="change" row={open} deciding={deciding} decision="changed" />,
        <AskButton key="reject" row={open} deciding={deciding} decision="rejected" />,
      ],
      more,
    };
  }
  return {
    primary: isEmpty ? null : next ? (
      isPhone ? (
        <Button onClick={() => deciding.review(next)}>
          <Trans>Review the first one</Trans>
        </Button>
      ) : null
    ) : (
      <Button href="/campaigns">
        <Trans>Go to campaigns</Trans>
      </Button>
    ),
    plain: [
      <Button key="try" variant="plain" aria-expanded={isTrying} onClick={onTry}>
        <Trans>What if</Trans>
      </Button>,
    ],
    more,
  };
}

interface AskProps {
  row: Schemas["PlanRow"];
  deciding: Deciding;
  decision: "changed" | "rejected";
}

function AskButton({ row, deciding, decision }: AskProps) {
  return (
    <Button variant="plain" onClick={() => deciding.ask(row, decision)}>
      {decision === "changed" ? <Trans>Change</Trans> : <Trans>Reject</Trans>}
    </Button>
  );
}
