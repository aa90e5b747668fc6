import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { campaignAudit } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { Section } from "../../ui/Section";
import css from "./campaigns.module.css";
import { Part } from "./Part";

/** Who did what to the campaign, the last first. */
export function History({ id }: { id: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const query = useQuery(campaignAudit(id));
  const actions: Record<string, string> = {
    generated: t`written`,
    edited: t`edited`,
    restored: t`an older version restored`,
    adopted: t`imported`,
    submit: t`submitted for review`,
    return: t`returned to draft`,
    approve: t`approved`,
    schedule: t`scheduled`,
    sent: t`marked as sent`,
    cancel: t`cancelled`,
    exported: t`audience exported`,
    export: t`audience exported`,
  };
  return (
    <Part title={<Trans>History</Trans>}>
      <Section query={query}>
        {(page) => (
          <ol className={`clean ${css.done}`}>
            {page.items.map((entry) => (
              <li key={entry.revision}>
                <span>
                  <span className="strong">{entry.by}</span>:{" "}
                  {actions[entry.action] ?? entry.action}
                  {entry.note ? <span className="small muted"> · {entry.note}</span> : null}
                </span>
                <span className="small muted tabular">{formats.moment(entry.at)}</span>
              </li>
            ))}
          </ol>
        )}
      </Section>
    </Part>
  );
}
