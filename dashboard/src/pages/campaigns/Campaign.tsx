import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import type { Schemas } from "../../api/client";
import { campaign, campaignVersions } from "../../api/queries";
import { useFormats } from "../../format/context";
import { Panel } from "../../layout/Panel";
import { Title } from "../../layout/Title";
import { Mark } from "../../marks/Marks";
import { Answer } from "../../states/Answer";
import { useObjectiveName } from "../customers/segmentNames";
import css from "./campaigns.module.css";
import { Offer } from "./Offer";
import { useStatus } from "./status";

type Record = Schemas["Campaign"];

/** One campaign: what will be read, where it came from, what it was before. */
export default function Campaign() {
  const { id } = useParams<{ id: string }>();
  const name = decodeURIComponent(id);
  const query = useQuery(campaign(name));
  const status = useStatus();
  const objectiveName = useObjectiveName();
  const found = query.data;
  const shown = status(found?.status ?? "draft");
  return (
    <>
      <p className="small">
        <Link href="/campaigns">
          <Trans>Campaigns</Trans>
        </Link>
      </p>
      <Title
        lead={
          found ? (
            <span className="row">
              <Mark tone={shown.tone} shape={shown.shape}>
                {shown.word}
              </Mark>
              <Offer discount={found.discount} segment={found.target_cluster} />
              <span>{objectiveName(found.objective ?? "")}</span>
            </span>
          ) : null
        }
      >
        {found?.product_description ?? name}
      </Title>
      <Answer query={query} height={600}>
        {(record) => (
          <div className="stack">
            <Previews record={record} />
            <div className="columns">
              <Origin record={record} />
              <Versions id={name} />
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}

function Previews({ record }: { record: Record }) {
  const { t } = useLingui();
  return (
    <div className={css.previews}>
      <article className={css.mail} aria-label={t`Email preview`}>
        <header>
          <span className="small muted">{t`Email`}</span>
          <h2>{record.email_subject}</h2>
        </header>
        <div className={css.body}>{record.email_body}</div>
      </article>
      <article className={css.phone} aria-label={t`Phone preview`}>
        <div className={css.bubble}>
          {record.whatsapp_message}
          <small>WhatsApp</small>
        </div>
      </article>
    </div>
  );
}

function Origin({ record }: { record: Record }) {
  const { t } = useLingui();
  const formats = useFormats();
  const facts: [string, string | null | undefined][] = [
    [t`Written`, formats.moment(record.generated_at)],
    [t`Written by`, record.provider],
    [t`Model`, record.model],
    [t`Prompt`, record.prompt_version],
    [t`Version`, formats.count(record.version)],
    [t`Product code`, record.stock_code],
  ];
  return (
    <Panel title={<Trans>Where it comes from</Trans>}>
      <table>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">{value ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Link href={`/products/${encodeURIComponent(record.stock_code)}`}>
        <Trans>The product</Trans>
      </Link>
    </Panel>
  );
}

function Versions({ id }: { id: string }) {
  const formats = useFormats();
  const query = useQuery(campaignVersions(id));
  return (
    <Panel title={<Trans>Versions</Trans>}>
      <Answer query={query} height={120}>
        {(page) => (
          <ul className="clean stack">
            {page.items.map((version) => (
              <li key={version.version ?? 0}>
                <span className="strong tabular">{formats.count(version.version)}</span>{" "}
                {version.email_subject}
                <br />
                <span className="small muted">
                  {formats.moment(version.generated_at)} · {version.provider}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
}
