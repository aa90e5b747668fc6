import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import type { ShapeName } from "../../shapes/Shape";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { RefreshSteps } from "./RefreshSteps";
import { type Refresh, useCancelRefresh } from "./requests";

interface Props {
  refresh: Refresh;
  /** Refreshes before it, the newest first. */
  earlier: Refresh[];
  onStopped: () => void;
}

/** The progress of a refresh, or its result. */
export function RefreshProgress({ refresh, earlier, onStopped }: Props) {
  const sentence = useServiceSentence();
  const formats = useFormats();
  const cancel = useCancelRefresh();
  const started = formats.moment(refresh.started_at);
  return (
    <>
      <div className={css.entry}>
        <div>
          <Status status={refresh.status} />
          <p className="small muted">
            <Trans>
              Started {started} by {refresh.started_by}
            </Trans>
          </p>
        </div>
        {refresh.status === "running" ? (
          <Button
            variant="plain"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(refresh.id, { onSettled: onStopped })}
          >
            <Trans>Stop</Trans>
          </Button>
        ) : null}
      </div>
      {refresh.problem ? (
        <p className={css.problem}>{sentence(refresh.problem.statement, refresh.problem.detail)}</p>
      ) : null}
      <RefreshSteps refresh={refresh} earlier={earlier} />
      {cancel.isError ? <Failed error={cancel.error} /> : null}
    </>
  );
}

type Look = [tone: "info" | "good" | "warn" | "plain", shape: ShapeName, word: string];

function Status({ status }: { status: Refresh["status"] }) {
  const { t } = useLingui();
  const looks: Record<string, Look> = {
    running: ["info", "half", t`Running`],
    cancelling: ["info", "half", t`Stopping`],
    done: ["good", "check", t`Done`],
    failed: ["warn", "up", t`Failed`],
    cancelled: ["plain", "ring", t`Stopped`],
  };
  const [tone, shape, word] = looks[status ?? "running"] ?? ["plain", "ring", String(status)];
  return (
    <p role="status" className={css.name}>
      <Chip tone={tone} shape={shape}>
        {word}
      </Chip>
      {status === "failed" || status === "cancelled" ? (
        <Trans>Your current figures stay live.</Trans>
      ) : null}
    </p>
  );
}
