import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { campaignVersions, comparison } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { Failed } from "../../ui/States";
import css from "./campaigns.module.css";
import { type CampaignWithEtag, useRestore } from "./changes";
import { Part } from "./Part";
import { FIELDS } from "./texts";

/** All versions; each can be compared with the current one and restored. */
export function Versions({ read }: { read: CampaignWithEtag }) {
  const { t } = useLingui();
  const formats = useFormats();
  const query = useQuery(campaignVersions(read.id));
  const restore = useRestore(read.id);
  const [compared, setCompared] = useState<number | null>(null);
  return (
    <Part title={<Trans>Versions</Trans>}>
      <Section query={query}>
        {(page) => (
          <ul className="clean stack">
            {page.items.map((version) => {
              const number = version.version ?? 0;
              const isShown = number === read.version;
              return (
                <li key={number}>
                  <span className="strong tabular">{formats.count(number)}</span>{" "}
                  <span lang={version.language ?? undefined}>{version.email_subject}</span>
                  <br />
                  <span className="small muted">
                    {formats.moment(version.saved_at ?? version.generated_at)} · {version.author} ·{" "}
                    <Origin origin={version.origin} />
                  </span>
                  {isShown ? (
                    <>
                      {" "}
                      <span className="small strong">
                        <Trans>current version</Trans>
                      </span>
                    </>
                  ) : (
                    <div className="row">
                      <Button
                        variant="plain"
                        aria-expanded={compared === number}
                        aria-label={t`Compare version ${number} with the current one`}
                        onClick={() => setCompared(compared === number ? null : number)}
                      >
                        <Trans>Compare</Trans>
                      </Button>
                      <Button
                        variant="plain"
                        loading={restore.isPending && restore.variables.version === number}
                        aria-label={t`Restore version ${number}`}
                        onClick={() => restore.mutate({ read, version: number })}
                      >
                        <Trans>Restore</Trans>
                      </Button>
                    </div>
                  )}
                  {compared === number && read.version ? (
                    <Compared id={read.id} before={number} after={read.version} />
                  ) : null}
                </li>
              );
            })}
          </ul>
        )}
      </Section>
      {restore.isError ? <Failed error={restore.error} /> : null}
    </Part>
  );
}

function Origin({ origin }: { origin: string | null }) {
  if (origin === "generated") return <Trans>written</Trans>;
  if (origin === "edited") return <Trans>edited</Trans>;
  if (origin === "restored") return <Trans>restored</Trans>;
  return <Trans>imported</Trans>;
}

function Compared({ id, before, after }: { id: string; before: number; after: number }) {
  const query = useQuery(comparison(id, before, after));
  return (
    <Section query={query} shape={<RowShapes rows={2} />}>
      {(found) =>
        readable(found.differences).length === 0 ? (
          <p className="small muted">
            <Trans>The text is identical.</Trans>
          </p>
        ) : (
          <dl className={css.theirs}>
            {readable(found.differences).map((difference) => (
              <Difference key={difference.field} difference={difference} />
            ))}
          </dl>
        )
      }
    </Section>
  );
}

/** What people read; the template follows the message, and who wrote it stands above. */
function readable(differences: Schemas["FieldDifference"][]) {
  const shown = new Set<string>([...FIELDS, "discount"]);
  return differences.filter(({ field }) => shown.has(field));
}

function Difference({ difference }: { difference: Schemas["FieldDifference"] }) {
  const { t } = useLingui();
  const names: Record<string, string> = {
    email_subject: t`Email subject`,
    email_body: t`Email`,
    whatsapp_message: t`WhatsApp message`,
    discount: t`Discount`,
  };
  const plain = (value: unknown) =>
    typeof value === "object" ? JSON.stringify(value) : String(value ?? "–");
  // Pieces have no keys but their position.
  const pieces = difference.pieces?.map((piece, place) => ({ ...piece, place }));
  return (
    <div>
      <dt>{names[difference.field] ?? difference.field}</dt>
      <dd translate="no">
        {pieces ? (
          pieces.map((piece) =>
            piece.kind === "removed" ? (
              <del key={piece.place}>{piece.text}</del>
            ) : piece.kind === "added" ? (
              <ins key={piece.place}>{piece.text}</ins>
            ) : (
              <span key={piece.place}>{piece.text}</span>
            ),
          )
        ) : (
          <>
            <del>{plain(difference.before)}</del> <ins>{plain(difference.after)}</ins>
          </>
        )}
      </dd>
    </div>
  );
}
