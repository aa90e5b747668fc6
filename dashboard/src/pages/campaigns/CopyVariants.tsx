import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, type Schemas, unwrap } from "../../api/client";
import { copyProvider } from "../../api/queries/campaigns";
import { useProviderNames } from "../../names/copyProviders";
import { textFor } from "../../names/textFor";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import { WritingProgress } from "../../ui/WritingProgress";
import { CampaignFrame } from "./CampaignFrame";
import css from "./campaigns.module.css";
import type { CampaignWithEtag } from "./changes";
import { type Texts, textsOf } from "./texts";

const MOST = 3;
const TONES = ["friendly", "formal", "playful", "plain"] as const;

interface Props {
  read: CampaignWithEtag;
  onTake: (texts: Texts) => void;
  onDone: () => void;
}

/** Several texts for the same offer, side by side; the one taken goes to the editor. */
export function CopyVariants({ read, onTake, onDone }: Props) {
  const { t } = useLingui();
  const [tone, setTone] = useState("");
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const most = Math.min(MOST, useQuery(copyProvider).data?.max_variants ?? MOST);
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/copy", {
          params: { query: { fresh: true } },
          body: {
            stock_code: read.stock_code,
            product_name: read.product_description ?? read.stock_code,
            objective: read.objective as Schemas["CopyRequest"]["objective"],
            target_cluster: read.target_cluster as Schemas["CopyRequest"]["target_cluster"],
            discount: read.discount ?? 0,
            language: read.language,
            tone: (tone || null) as Schemas["CopyRequest"]["tone"],
            variants: most,
          },
        }),
      ),
  });
  const tones: Record<(typeof TONES)[number], string> = {
    friendly: t`Friendly`,
    formal: t`Formal`,
    playful: t`Playful`,
    plain: t`Plain`,
  };
  return (
    <CampaignFrame
      read={read}
      answer={
        <Trans>
          Same offer, different text. Nothing is saved until you choose one and save it.
        </Trans>
      }
      actions={{
        primary: (
          <Button loading={ask.isPending} onClick={() => ask.mutate()}>
            <Trans>Write {most} alternatives</Trans>
          </Button>
        ),
        plain: [
          <Button key="close" variant="plain" onClick={onDone}>
            <Trans>Close</Trans>
          </Button>,
        ],
      }}
    >
      <div className="filters">
        <label className="field">
          {t`Tone`}
          <select ref={first} value={tone} onChange={(event) => setTone(event.target.value)}>
            <option value="">{t`Usual for this segment`}</option>
            {TONES.map((name) => (
              <option key={name} value={name}>
                {tones[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {ask.isPending ? <WritingProgress /> : null}
      {ask.isError ? <Failed error={ask.error} onRetry={() => ask.mutate()} /> : null}
      {ask.data ? <Variants answer={ask.data} onTake={onTake} /> : null}
    </CampaignFrame>
  );
}

function Variants({
  answer,
  onTake,
}: {
  answer: Schemas["CopyAnswer"];
  onTake: (texts: Texts) => void;
}) {
  const { t } = useLingui();
  const { model } = answer;
  const provider = textFor(useProviderNames(), answer.provider);
  return (
    <>
      <ol className={css.variants}>
        {answer.variants.map((variant, place) => {
          const number = place + 1;
          return (
            <li key={variant.email_subject + variant.email_body} className={css.variant}>
              <h3 lang={answer.language}>{variant.email_subject}</h3>
              <p className={css.words} lang={answer.language}>
                {variant.email_body}
              </p>
              <p className={`${css.words} ${css.text}`} lang={answer.language}>
                {variant.whatsapp_message}
              </p>
              <Button
                variant="plain"
                aria-label={t`Use text ${number}`}
                onClick={() => onTake(textsOf(variant))}
              >
                <Trans>Use this text</Trans>
              </Button>
            </li>
          );
        })}
      </ol>
      <p className="small muted">
        <Trans>
          Written by {provider} ({model}).
        </Trans>{" "}
        {answer.fallback_reason ? (
          <Trans>Templates were used instead: {answer.fallback_reason}.</Trans>
        ) : null}
      </p>
    </>
  );
}
