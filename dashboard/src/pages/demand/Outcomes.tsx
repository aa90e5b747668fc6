import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandOutcomes } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useServiceSentence } from "../../sentences/problems";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";

/** Forecasts that were made, beside the sales that came. */
export function OutcomesPanel() {
  const query = useQuery(demandOutcomes);
  return (
    <Panel
      title={<Trans>Forecast and actual sales</Trans>}
      note={<Trans>Forecasts compared with actual sales, once they are in</Trans>}
    >
      <Section query={query} shape={<RowShapes rows={2} />}>
        {(found) =>
          found.origins.length === 0 ? <Waiting found={found} /> : <Weeks found={found} />
        }
      </Section>
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

type Week = Schemas["DemandOutcomes"]["origins"][number];

function Weeks({ found }: { found: Schemas["DemandOutcomes"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const percent = (share: number) => formats.percent(share);
  const columns: Column<Week>[] = [
    { key: "week", name: t`Week of`, rank: 1, cell: (week) => formats.day(week.origin) },
    figure({
      key: "within",
      name: t`Within the range`,
      rank: 1,
      phone: "figure",
      value: (week) => week.classes.all?.coverage_80,
      text: percent,
    }),
    figure({
      key: "off",
      name: t`Best sellers off by`,
      rank: 1,
      phone: "fact",
      value: (week) => week.classes.top_1000?.wape_mean ?? week.classes.all?.wape_mean,
      text: percent,
    }),
  ];
  return (
    <Table
      name={t`Forecast and actual sales`}
      columns={columns}
      rows={found.origins}
      keyOf={(week) => week.origin}
    />
  );
}
