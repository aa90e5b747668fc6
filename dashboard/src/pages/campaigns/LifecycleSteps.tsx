import { useLingui } from "@lingui/react/macro";
import { useStatus } from "../../names/campaignStatus";
import css from "./campaigns.module.css";

const STEPS = ["draft", "in_review", "approved", "scheduled", "sent", "measured"];

/** The steps of a campaign's lifecycle. */
export function LifecycleSteps({ status }: { status: string }) {
  const { t } = useLingui();
  const shown = useStatus();
  const reached = STEPS.indexOf(status);
  if (reached < 0) return null;
  return (
    <ol className={css.life} aria-label={t`Status`}>
      {STEPS.map((name, place) => (
        <li
          key={name}
          aria-current={place === reached ? "step" : undefined}
          data-past={place < reached}
        >
          {shown(name).word}
        </li>
      ))}
    </ol>
  );
}
