import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { demandAccuracy } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Method } from "../../ui/Method";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { Measures } from "./AccuracyMeasures";
import css from "./demand.module.css";
import { type Report, useClassName } from "./productClasses";

type Measured = Report["classes"][string];

/** Product weeks below which a class proves nothing by itself. */
const FEW = 100;
const AIM = 0.8;

/** The accuracy report, in words first. */
export function AccuracyPanel() {
  const query = useQuery(demandAccuracy);
  return (
    <Panel
      title={<Trans>Forecast accuracy</Trans>}
      note={<Trans>Tested on recent weeks the forecast hadn't seen</Trans>}
    >
      <Section query={query} shape={<RowShapes rows={3} />}>
        {(report) => (
          <>
            <div className={css.words}>
              <AccuracySummary report={report} />
            </div>
            <Method>
              <ByClass classes={report.classes} />
              <details>
                <summary>
                  <Trans>All measures</Trans>
                </summary>
                <Measures classes={report.classes} />
              </details>
            </Method>
          </>
        )}
      </Section>
    </Panel>
  );
}

function AccuracySummary({ report }: { report: Report }) {
  const formats = useFormats();
  const all = report.classes.all;
  const top = report.classes.top_1000;
  const weeks = formats.count(report.origins.length);
  const share = formats.percent(all?.coverage_80);
  const shareTop = formats.percent(top?.coverage_80);
  const off = formats.percent(top?.wape_mean);
  const bias = formats.percent(Math.abs(top?.bias_mean ?? 0));
  return (
    <>
      <p>
        <Trans>
          Over {weeks} weeks, {share} of all forecasts were within the 80% range, and {shareTop} for
          the 1,000 best sellers.
        </Trans>
      </p>
      {top ? (
        <p>
          {(top.bias_mean ?? 0) < 0 ? (
            <Trans>
              For best sellers, the forecast was off by {off} of sales and {bias} too low overall.
              Order by the upper end of the range where running out costs more than surplus.
            </Trans>
          ) : (
            <Trans>
              For best sellers, the forecast was off by {off} of sales and {bias} too high overall.
            </Trans>
          )}
        </p>
      ) : null}
      <ReliabilitySummary classes={report.classes} />
    </>
  );
}

/** The sizes of demand whose number was nearest and farthest. */
function ReliabilitySummary({ classes }: { classes: Report["classes"] }) {
  const formats = useFormats();
  const className = useClassName();
  const sized = volumes(classes)
    .filter((name) => (classes[name]?.product_weeks ?? 0) >= FEW)
    .sort((a, b) => (classes[a]?.wape_mean ?? 0) - (classes[b]?.wape_mean ?? 0));
  const [best, worst] = [sized[0], sized.at(-1)];
  if (best === undefined || worst === undefined || best === worst) return null;
  const near = className(best);
  const far = className(worst);
  const little = formats.percent(classes[best]?.wape_mean);
  const much = formats.percent(classes[worst]?.wape_mean);
  return (
    <p>
      <Trans>
        Rely on the number most at {near} (off by {little}). Use the range at {far} (off by {much}).
      </Trans>
    </p>
  );
}

/** Classes by expected units, the smallest first. */
function volumes(classes: Report["classes"]): string[] {
  const least = (name: string) => Number.parseFloat(name.slice("volume:".length));
  return Object.keys(classes)
    .filter((name) => name.startsWith("volume:"))
    .sort((a, b) => least(a) - least(b));
}

interface ClassRow {
  name: string;
  found: Measured;
}

/** Error and range by how much a product sells, each a number and a bar. */
function ByClass({ classes }: { classes: Report["classes"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const className = useClassName();
  const shown = ["all", "top_1000", ...volumes(classes)].flatMap((name) => {
    const found = classes[name];
    return found ? [{ name, found }] : [];
  });
  const most = Math.max(1, ...shown.map(({ found }) => found.wape_mean ?? 0));
  const percent = (share: number) => formats.percent(share);
  const columns: Column<ClassRow>[] = [
    {
      key: "class",
      name: t`Products`,
      rank: 1,
      cell: ({ name }) => <span className={css.class}>{className(name)}</span>,
    },
    {
      key: "error",
      name: t`Error (bar)`,
      isUnnamed: true,
      rank: 2,
      cell: ({ found }) => <Bar share={(found.wape_mean ?? 0) / most} found={found} />,
    },
    figure({
      key: "off",
      name: t`Off by`,
      rank: 1,
      phone: "fact",
      value: ({ found }) => found.wape_mean,
      text: percent,
    }),
    {
      key: "held",
      name: t`Within the range (bar)`,
      isUnnamed: true,
      rank: 2,
      cell: ({ found }) => <Bar share={found.coverage_80 ?? 0} found={found} aim={AIM} />,
    },
    figure({
      key: "within",
      name: t`Within the range`,
      rank: 1,
      phone: "figure",
      value: ({ found }) => found.coverage_80,
      text: percent,
    }),
    figure({
      key: "weeks",
      name: t`Product weeks`,
      rank: 2,
      phone: "fact",
      value: ({ found }) => found.product_weeks,
      text: (weeks) => formats.count(weeks),
    }),
  ];
  return (
    <div className="stack">
      <Table
        name={t`Accuracy by size of demand`}
        columns={columns}
        rows={shown}
        keyOf={({ name }) => name}
      />
      <p className="muted small">
        <Trans>
          Off by: error as a share of sales. The line marks the target of 80%; grey bars have fewer
          than {FEW} product weeks.
        </Trans>
      </p>
    </div>
  );
}

function Bar({ share, found, aim }: { share: number; found: Measured; aim?: number }) {
  return (
    <span className={css.bar} aria-hidden="true" data-few={(found.product_weeks ?? 0) < FEW}>
      <span style={{ width: `${100 * Math.min(1, share)}%` }} />
      {aim === undefined ? null : <span data-aim style={{ left: `${100 * aim}%` }} />}
    </span>
  );
}
