import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../../ui/Button";
import css from "./campaigns.module.css";
import type { CampaignWithEtag } from "./changes";
import { FIELDS, textsOf } from "./texts";

interface Props {
  base: CampaignWithEtag;
  latest: CampaignWithEtag;
  onTake: () => void;
}

/** Someone else saved first: shows their text beside the user's own, which stays in the form. */
export function EditConflict({ base, latest, onTake }: Props) {
  const { t } = useLingui();
  const before = textsOf(base);
  const theirs = textsOf(latest);
  const names = {
    email_subject: t`Email subject`,
    email_body: t`Email`,
    whatsapp_message: t`WhatsApp message`,
  };
  const differing = FIELDS.filter((name) => before[name] !== theirs[name]);
  const author = latest.author ?? "–";
  const version = latest.newest_version;
  return (
    <div role="alert" className={css.refused}>
      <p className="strong">
        <Trans>Not saved: someone else changed this campaign</Trans>
      </p>
      <p>
        <Trans>
          {author} saved version {version}. Your text is still in the fields above.
        </Trans>
      </p>
      <dl className={css.theirs}>
        {differing.map((name) => (
          <div key={name}>
            <dt>{names[name]}</dt>
            <dd lang={latest.language ?? undefined}>{theirs[name]}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Button variant="plain" disabled={latest.etag === base.etag} onClick={onTake}>
          <Trans>Save my text anyway</Trans>
        </Button>
      </p>
    </div>
  );
}
