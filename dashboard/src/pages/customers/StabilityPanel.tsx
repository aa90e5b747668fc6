import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { segmentStability } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import { Method } from "../../ui/Method";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";

type Answer = Schemas["StabilityAnswer"];

/** How stable the segments are, in words; the tests behind it open in place. */
export function StabilityPanel() {
  const query = useQuery(segmentStability);
  return (
    <Panel title={<Trans>How reliable the segments are</Trans>}>
      <Section query={query} shape={<RowShapes rows={2} />}>
        {(answer) => <Stability answer={answer} />}
      </Section>
    </Panel>
  );
}

function Stability({ answer }: { answer: Answer }) {
  const sentence = useServiceSentence();
  const formats = useFormats();
  const change = formats.percent(answer.monthly_change?.share);
  return (
    <>
      {answer.note ? <p>{sentence(answer.note_statement, answer.note)}</p> : null}
      {answer.monthly_change ? (
        <p>
          <Trans>
            Check the segments every month: about {change} of customers move to another one.
          </Trans>
        </p>
      ) : null}
      {answer.bootstrap || answer.outlook ? (
        <Method>
          <Tests answer={answer} />
        </Method>
      ) : null}
    </>
  );
}

function Tests({ answer }: { answer: Answer }) {
  const formats = useFormats();
  const same = formats.percent(answer.bootstrap?.names_median, 1);
  const auc = formats.percent(answer.outlook?.auc_bg_nbd);
  const plain = formats.percent(answer.outlook?.auc_recency);
  const days = formats.count(answer.outlook?.days);
  return (
    <>
      {answer.bootstrap ? (
        <p>
          <Trans>When repeated on random samples, {same} of customers got the same segment.</Trans>
        </p>
      ) : null}
      {answer.outlook ? (
        <p>
          <Trans>
            In tests, the forecast of who buys within {days} days ranked a buyer above a non-buyer
            in {auc} of cases; going by the last purchase alone gets {plain}.
          </Trans>
        </p>
      ) : null}
    </>
  );
}
