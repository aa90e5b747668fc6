import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { notOk } from "./sections";

/** One line: how old the figures are, and whether they are complete. */
export function Freshness({ answer }: { answer: Schemas["Dashboard"] }) {
  const formats = useFormats();
  const live = useQuery(snapshots).data?.snapshots.find((entry) => entry.live);
  const lastDay = formats.day(live?.last_day);
  const madeAt = formats.recentMoment(live?.created_at);
  const missing = notOk(answer).length;
  const state =
    missing === 0 ? <Trans>complete</Trans> : <Trans>{missing} sections are missing or old</Trans>;
  return live?.last_day ? (
    <Trans>
      Sales through {lastDay} · updated {madeAt} · {state}
    </Trans>
  ) : (
    state
  );
}
