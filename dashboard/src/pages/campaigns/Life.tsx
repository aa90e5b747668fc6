import { useLingui } from "@lingui/react/macro";
import { useStatus } from "../../names/campaignStatus";
import css from "./campaigns.module.css";

const STATIONS = ["draft", "in_review", "approved", "scheduled", "sent", "measured"];

/** Where a campaign stands on its way. */
export function Life({ status }: { status: string }) {
  const { t } = useLingui();
  const shown = useStatus();
  const reached = STATIONS.indexOf(status);
  if (reached < 0) return null;
  return (
    <ol className={css.life} aria-label={t`Where it stands`}>
      {STATIONS.map((name, place) => (
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
