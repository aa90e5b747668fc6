import { Trans, useLingui } from "@lingui/react/macro";
import type { Tone } from "../names/tones";
import { Chip } from "./Chip";
import { Method, MethodName } from "./Method";
import css from "./trust.module.css";

const TONES: Record<string, Tone> = { A: "good", B: "info", C: "warn", none: "plain" };

/** The grade of a forecast; it opens its reasons. */
export function Trust({
  grade,
  method,
}: {
  grade: string | null | undefined;
  method?: string | null;
}) {
  const { t } = useLingui();
  const known = grade ?? "none";
  const words: Record<string, string> = {
    A: t`Plan with the number: recent errors were small.`,
    B: t`Plan with the range: recent errors were moderate.`,
    C: t`Use the range, not the number: recent errors were large.`,
    none: t`Use the range only: there were too few recent sales to judge a single number.`,
  };
  return (
    <details className={css.trust}>
      <summary>
        <TrustBadge grade={grade} />
      </summary>
      <p>{words[known] ?? words.none}</p>
      {method ? (
        <Method>
          <MethodName method={method} />
        </Method>
      ) : null}
    </details>
  );
}

export function TrustBadge({ grade }: { grade: string | null | undefined }) {
  const known = grade ?? "none";
  return (
    <Chip tone={TONES[known] ?? "plain"} shape={known === "none" ? "ring" : "diamond"}>
      {known === "none" ? <Trans>Not graded</Trans> : <Trans>Grade {known}</Trans>}
    </Chip>
  );
}
