import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandOutcomes } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { useServiceSentence } from "../../sentences/problems";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";

/** Forecasts that were made, beside the sales that came. */
export function OutcomesPanel() {
  const query = useQuery(demandOutcomes);
  return (
    <Panel
      title={<Trans>Forecast and actual sales</Trans>}
      note={<Trans>Forecasts compared with actual sales, once they are in</Trans>}
    >
      <QueryResult query={query} height={120}>
        {(found) =>
          found.origins.length === 0 ? <Waiting found={found} /> : <Weeks found={found} />
        }
      </QueryResult>
    </Panel>
  );
}

function Waiting({ found }: { found: Schemas["DemandOutcomes"] }) {
  const formats = useFormats();
  const sentence = useServiceSentence();
  const first = found.waiting[0];
  if (first === undefined) return <p>{sentence(found.note_statement, found.note ?? "")}</p>;
  const week = formats.day(first.origin);
  const day = formats.day(dayBefore(first.complete_on));
  return (
    <p>
      <Trans>
        The first stored forecast is for the week of {week}. Refresh with sales up to {day} to see
        how good it was.
      </Trans>
    </p>
  );
}

function Weeks({ found }: { found: Schemas["DemandOutcomes"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const percent = (value: number | null | undefined) => formats.percent(value);
  return (
    <div className="scroll" role="group" aria-label={t`Forecast and actual sales`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Week of`}</th>
            <th scope="col" className="num">{t`Within the range`}</th>
            <th scope="col" className="num">{t`Best sellers off by`}</th>
          </tr>
        </thead>
        <tbody>
          {found.origins.map((week) => (
            <tr key={week.origin}>
              <th scope="row">{formats.day(week.origin)}</th>
              <td className="num">{percent(week.classes.all?.coverage_80)}</td>
              <td className="num">
                {percent(week.classes.top_1000?.wape_mean ?? week.classes.all?.wape_mean)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
