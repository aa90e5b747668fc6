import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "wouter";
import type { Schemas } from "../../api/client";
import { campaign } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { useStatus } from "../../names/campaignStatus";
import { useProviderNames } from "../../names/copyProviders";
import { useObjectiveName } from "../../names/objectives";
import { textFor } from "../../names/textFor";
import { Badge } from "../../ui/Badges";
import { Offer } from "../../ui/Offer";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Title } from "../../ui/Title";
import { CopyVariants } from "./CopyVariants";
import css from "./campaigns.module.css";
import type { CampaignWithEtag } from "./changes";
import { Editor } from "./Editor";
import { History } from "./History";
import { LifecycleSteps } from "./LifecycleSteps";
import { NextStep } from "./NextStep";
import { Previews } from "./Previews";
import { Results, useCurrentStatus } from "./Results";
import { type Texts, textsOf } from "./texts";
import { Versions } from "./Versions";

type Mode = { what: "reading" | "wording" } | { what: "editing"; words?: Texts };

/** One campaign: what will be read, where it came from, what it was before. */
export default function Campaign() {
  const { id } = useParams<{ id: string }>();
  const name = decodeURIComponent(id);
  const query = useQuery(campaign(name));
  const status = useStatus();
  const objectiveName = useObjectiveName();
  const found = query.data;
  const shown = status(useCurrentStatus(name, found?.status ?? "draft"));
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
              <Badge tone={shown.tone} shape={shown.shape}>
                {shown.word}
              </Badge>
              <Offer discount={found.discount} segment={found.target_cluster} />
              <span>{objectiveName(found.objective ?? "")}</span>
            </span>
          ) : null
        }
      >
        {found?.product_description ?? name}
      </Title>
      <QueryResult query={query} height={600}>
        {(read) => <CampaignWorkspace key={name} read={read} />}
      </QueryResult>
    </>
  );
}

/** The campaign and everything that can be done to it. */
function CampaignWorkspace({ read }: { read: CampaignWithEtag }) {
  const [mode, setMode] = useState<Mode>({ what: "reading" });
  const back = () => setMode({ what: "reading" });
  return (
    <div className="stack">
      <LifecycleSteps status={useCurrentStatus(read.id, read.status)} />
      {read.audience ? <Results id={read.id} status={read.status} /> : null}
      {mode.what === "editing" ? (
        <Editor read={read} initial={mode.words} onDone={back} />
      ) : (
        <>
          <Previews texts={textsOf(read)} />
          <NextStep
            read={read}
            onEdit={() => setMode({ what: "editing" })}
            onOther={() => setMode({ what: "wording" })}
          />
        </>
      )}
      {mode.what === "wording" ? (
        <CopyVariants
          read={read}
          onTake={(words) => setMode({ what: "editing", words })}
          onDone={back}
        />
      ) : null}
      <div className="columns">
        <Versions read={read} />
        <History id={read.id} />
      </div>
      <Origin record={read} />
    </div>
  );
}

function Origin({ record }: { record: Schemas["Campaign"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const providers = useProviderNames();
  const facts: [string, string | null | undefined][] = [
    [t`Written`, formats.moment(record.generated_at)],
    [t`Written by`, textFor(providers, record.provider)],
    [t`Model`, record.model],
    [t`Prompt`, record.prompt_version],
    [t`Version`, formats.count(record.version)],
    [t`Product code`, record.stock_code],
  ];
  return (
    <Panel
      title={<Trans>Source</Trans>}
      actions={
        <Link href={`/products/${encodeURIComponent(record.stock_code)}`}>
          <Trans>The product</Trans>
        </Link>
      }
    >
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? "–"}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
