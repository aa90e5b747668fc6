import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandAccuracy } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import css from "./demand.module.css";

type Report = Schemas["DemandAccuracy"];
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
      note={<Trans>Tested on recent weeks the forecast had not seen</Trans>}
    >
      <QueryResult query={query} height={420}>
        {(report) => (
          <>
            <div className={css.judged}>
              <div className={css.words}>
                <Words report={report} />
              </div>
              <ByClass classes={report.classes} />
            </div>
            <details>
              <summary>
                <Trans>All measures</Trans>
              </summary>
              <Measures classes={report.classes} />
            </details>
          </>
        )}
      </QueryResult>
    </Panel>
  );
}

function Words({ report }: { report: Report }) {
  const formats = useFormats();
  const all = report.classes.all;
  const top = report.classes.top_1000;
  const weeks = formats.count(report.origins.length);
  const share = formats.percent(all?.coverage_80);
  const heldTop = formats.percent(top?.coverage_80);
  const off = formats.percent(top?.wape_mean);
  const bias = formats.percent(Math.abs(top?.bias_mean ?? 0));
  return (
    <>
      <p>
        <Trans>
          Over {weeks} weeks, {share} of all forecasts were within the 80% range, and {heldTop} for
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
      <WhereToTrust classes={report.classes} />
    </>
  );
}

/** The sizes of demand whose number was nearest and farthest. */
function WhereToTrust({ classes }: { classes: Report["classes"] }) {
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

function useClassName(): (name: string) => string {
  const { t } = useLingui();
  return (name) => {
    if (name === "all") return t`all products`;
    if (name === "top_1000") return t`the 1,000 best sellers`;
    const [kind, label = ""] = name.split(":");
    if (kind === "abc") return t`revenue class ${label}`;
    if (kind === "trust") return label === "none" ? t`not graded` : t`trust ${label}`;
    if (kind !== "volume") return name;
    const [from, to] = label.replace("+", "").split("-");
    if (from === "0") return t`under ${to} unit a week`;
    return to === undefined ? t`over ${from} units a week` : t`${from} to ${to} units a week`;
  };
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
  return (
    <div className="stack">
      <div className="scroll" role="group" aria-label={t`Accuracy by size of demand`} tabIndex={0}>
        <table className={`fold ${css.measured}`}>
          <thead>
            <tr>
              <th scope="col">{t`Products`}</th>
              <th scope="col" colSpan={2} className="num">{t`Off by`}</th>
              <th scope="col" colSpan={2} className="num">{t`Within the range`}</th>
              <th scope="col" className="num">{t`Product weeks`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, found }) => (
              <tr key={name}>
                <th scope="row">
                  <span className={css.class}>{className(name)}</span>
                </th>
                <Bar share={(found.wape_mean ?? 0) / most} found={found} />
                <td className="num" data-label={t`Off by`}>
                  {formats.percent(found.wape_mean)}
                </td>
                <Bar share={found.coverage_80 ?? 0} found={found} aim={AIM} />
                <td className="num" data-label={t`Within the range`}>
                  {formats.percent(found.coverage_80)}
                </td>
                <td className="num muted" data-label={t`Product weeks`}>
                  {formats.count(found.product_weeks)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
    <td className={css.bar} aria-hidden="true">
      <span data-few={(found.product_weeks ?? 0) < FEW}>
        <span style={{ width: `${100 * Math.min(1, share)}%` }} />
        {aim === undefined ? null : <span data-aim style={{ left: `${100 * aim}%` }} />}
      </span>
    </td>
  );
}

function useMeasureNames(): Record<string, string> {
  const { t } = useLingui();
  return {
    product_weeks: t`Product weeks`,
    units: t`Units sold`,
    coverage_80: t`Within the 80% range`,
    below_p10: t`Below the range`,
    above_p90: t`Above the range`,
    wape_mean: t`The mean off by`,
    bias_mean: t`The mean on the whole`,
    wape_median: t`The median off by`,
    bias_median: t`The median on the whole`,
    pinball_10: t`Pinball loss of the lower end`,
    pinball_90: t`Pinball loss of the upper end`,
  };
}

const COUNTS = new Set(["product_weeks", "units"]);
const LOSSES = new Set(["pinball_10", "pinball_90"]);

function Measures({ classes }: { classes: Report["classes"] }) {
  const formats = useFormats();
  const { t } = useLingui();
  const className = useClassName();
  const measureNames = useMeasureNames();
  const names = Object.keys(classes);
  const measures = [...new Set(names.flatMap((name) => Object.keys(classes[name] ?? {})))];
  const shown = (measure: string, value: number | null | undefined) => {
    if (value == null) return "–";
    if (COUNTS.has(measure)) return formats.count(value);
    if (LOSSES.has(measure)) return formats.decimal(value, 3);
    return measure.startsWith("bias") ? formats.signedPercent(value) : formats.percent(value);
  };
  return (
    <div className="scroll" role="group" aria-label={t`All measures`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Products`}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col" className="num">
                {measureNames[measure] ?? measure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="nowrap">
                <span className={css.class}>{className(name)}</span>
              </th>
              {measures.map((measure) => (
                <td key={measure} className="num">
                  {shown(measure, classes[name]?.[measure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
