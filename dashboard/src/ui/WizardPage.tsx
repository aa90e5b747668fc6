import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { Shape } from "../shapes/Shape";
import { Button } from "./Button";
import { PageFrame } from "./PageFrame";
import type { HeadProps } from "./PageHead";
import css from "./page.module.css";

export interface WizardStep {
  /** The value of `?step=` in the URL. */
  key: string;
  name: string;
  /** Only the open questions; answers already known aren't asked again. */
  content: ReactNode;
  /** What the button on the right says in place of "Next". */
  verb?: ReactNode;
  /** Saves the step; `false` stays here, where the content then says what is missing. */
  onNext?: () => boolean | Promise<boolean>;
}

interface Props extends Omit<HeadProps, "actions"> {
  steps: WizardStep[];
}

/** A wizard: steps on top, earlier ones linked, the current one in the URL. */
export function WizardPage({ steps, ...head }: Props) {
  const [search, setSearch] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const at = Math.max(
    0,
    steps.findIndex(({ key }) => key === search.get("step")),
  );
  const step = steps[at];
  const heading = useFocusOnStep(step?.key);
  if (step === undefined) return null;
  const goTo = (to: WizardStep | undefined) => to && setSearch((old) => withStep(old, to.key));
  const onNext = async () => {
    setSaving(true);
    try {
      if ((await step.onNext?.()) !== false) goTo(steps[at + 1]);
    } finally {
      setSaving(false);
    }
  };
  return (
    <PageFrame width="wizard" {...head}>
      <Steps steps={steps} at={at} search={search} />
      <section className={css.step} aria-labelledby="step">
        <h2 id="step" ref={heading} tabIndex={-1}>
          {step.name}
        </h2>
        {step.content}
      </section>
      <div className={css.way} data-page-actions>
        {at > 0 ? (
          <Button variant="plain" onClick={() => goTo(steps[at - 1])}>
            <Trans>Back</Trans>
          </Button>
        ) : null}
        <Button loading={saving} onClick={() => void onNext()}>
          {step.verb ?? <Trans>Next</Trans>}
        </Button>
      </div>
    </PageFrame>
  );
}

interface StepsProps {
  steps: WizardStep[];
  at: number;
  search: URLSearchParams;
}

/** Earlier steps are links, later ones are plain text. */
function Steps({ steps, at, search }: StepsProps) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Steps`}>
      <ol className={css.steps}>
        {steps.map((step, place) => (
          <li key={step.key} aria-current={place === at ? "step" : undefined}>
            {place < at ? (
              <>
                <Shape name="check" />
                <Link href={`?${withStep(search, step.key)}`}>{step.name}</Link>
              </>
            ) : (
              step.name
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function withStep(search: URLSearchParams, key: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.set("step", key);
  return next;
}

/** A new step is read from its start; the first one keeps the page's focus. */
function useFocusOnStep(key: string | undefined) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [key]);
  return heading;
}
