import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ProblemError, type Schemas } from "../../api/client";
import { demandAccuracy, demandChanges, demandSummary } from "../../api/queries/demand";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import css from "./demand.module.css";

type DemandChanges = Schemas["DemandMoves"];

/** Where demand moves: in all, by department and by product. */
export function DemandChangePanels() {
  const query = useQuery(demandChanges);
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <Empty title={<Trans>Changes by department aren't known yet</Trans>}>
        <Trans>Refresh to see this: these numbers were made by an earlier version.</Trans>
      </Empty>
    );
  }
  return (
    <QueryResult query={query} height={700}>
      {(found) => (
        <>
          <div className="columns">
            <TotalPanel found={found} />
            <DepartmentsPanel found={found} />
          </div>
          <div className={css.pair}>
            <ProductsPanel
              title={<Trans>Expected to sell more than usual</Trans>}
              products={found.rising}
            />
            <ProductsPanel
              title={<Trans>Expected to sell less than usual</Trans>}
              products={found.falling}
            />
          </div>
        </>
      )}
    </QueryResult>
  );
}

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
const USUAL_WEEKS = 4;

/** Mean of the last weeks of all products. */
export function usualUnits(found: DemandChanges): number | null {
  const last = found.units.slice(-USUAL_WEEKS);
  return last.length < USUAL_WEEKS ? null : last.reduce((sum, each) => sum + each, 0) / USUAL_WEEKS;
}

function TotalPanel({ found }: { found: DemandChanges }) {
  const { t } = useLingui();
  const summary = useQuery(demandSummary).data;
  const past = found.weeks.map((week, place) => ({
    at: day(week),
    value: found.units[place] ?? 0,
  }));
  const future =
    summary?.first_day == null ? [] : [{ at: day(summary.first_day), value: summary.total_units }];
  return (
    <Panel
      title={<Trans>All products, week by week</Trans>}
      note={<Trans>Units sold and the week ahead</Trans>}
    >
      {past.length === 0 ? (
        <Empty title={<Trans>No sales in the last half year</Trans>}>
          <Trans>A chart appears after the first sale.</Trans>
        </Empty>
      ) : (
        <TimeChart
          name={t`Units sold per week, all products`}
          unit={t`units`}
          past={past}
          future={future}
          fromZero={false}
          height={300}
          caption={<TotalCaption found={found} />}
        />
      )}
    </Panel>
  );
}

function TotalCaption({ found }: { found: DemandChanges }) {
  const formats = useFormats();
  const summary = useQuery(demandSummary).data;
  const all = useQuery(demandAccuracy).data?.classes.all;
  const usual = usualUnits(found);
  const mean = formats.count(usual);
  const units = formats.count(summary?.total_units);
  const change = usual && summary ? formats.signedPercent(summary.total_units / usual - 1) : "–";
  const bias = all?.bias_mean ?? 0;
  const much = formats.percent(Math.abs(bias));
  return (
    <>
      <Trans>
        {units} units expected, {change} compared with {mean} in an average week of the last four.
      </Trans>{" "}
      {bias <= -0.05 ? (
        <Trans>In the test weeks, all forecasts together were {much} too low.</Trans>
      ) : bias >= 0.05 ? (
        <Trans>In the test weeks, all forecasts together were {much} too high.</Trans>
      ) : null}
    </>
  );
}

const MOST_DEPARTMENTS = 8;

function DepartmentsPanel({ found }: { found: DemandChanges }) {
  const { t } = useLingui();
  const formats = useFormats();
  const change = (each: DemandChanges["departments"][number]) => each.expected - each.usual;
  const shown = [...found.departments]
    .sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)))
    .slice(0, MOST_DEPARTMENTS);
  const most = Math.max(1e-9, ...shown.map((each) => Math.abs(change(each))));
  const count = formats.count(shown.length);
  const all = formats.count(found.departments.length);
  return (
    <Panel
      title={<Trans>Where demand changes</Trans>}
      note={<Trans>Units in the week ahead compared with an average week of the last four</Trans>}
    >
      {shown.length === 0 ? (
        <Empty title={<Trans>The ledger names no departments</Trans>}>
          <Trans>Upload a products file with departments to see them.</Trans>
        </Empty>
      ) : (
        <>
          <div className="scroll" role="group" aria-label={t`Where demand changes`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t`Department`}</th>
                  <th scope="col" className="num">{t`Usual`}</th>
                  <th scope="col" className="num">{t`Expected`}</th>
                  <th scope="col" colSpan={2} className="num">{t`Change in units`}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((each) => (
                  <tr key={each.department}>
                    <th scope="row" className="nowrap">
                      {each.department}
                    </th>
                    <td className="num">{formats.count(each.usual)}</td>
                    <td className="num">{formats.count(each.expected)}</td>
                    <td className={css.swing}>
                      <Swing share={change(each) / most} />
                    </td>
                    <td className="num strong">{formats.signedCount(change(each))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="muted small">
            <Trans>
              The {count} of {all} departments that change most.
            </Trans>
          </p>
        </>
      )}
    </Panel>
  );
}

/** A bar from the middle to the left or right; the number stands beside it. */
function Swing({ share }: { share: number }) {
  const width = `${50 * Math.abs(share)}%`;
  return (
    <span className={css.axis} aria-hidden="true">
      <span
        data-down={share < 0}
        style={share < 0 ? { right: "50%", width } : { left: "50%", width }}
      />
    </span>
  );
}

function ProductsPanel({
  title,
  products,
}: {
  title: ReactNode;
  products: Schemas["MovingProduct"][];
}) {
  return (
    <Panel title={title} note={<Trans>Products with a grade, most units first</Trans>}>
      {products.length === 0 ? (
        <Empty title={<Trans>None</Trans>}>
          <Trans>No graded product changes by a unit a week or more in this direction.</Trans>
        </Empty>
      ) : (
        <Products products={products} />
      )}
    </Panel>
  );
}

function Products({ products }: { products: Schemas["MovingProduct"][] }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <>
      <table className={`fold ${css.moving}`}>
        <thead>
          <tr>
            <th scope="col">{t`Product`}</th>
            <th scope="col">{t`Eight weeks, week ahead`}</th>
            <th scope="col" className="num">{t`Usual`}</th>
            <th scope="col" className="num">{t`Expected`}</th>
            <th scope="col" className="num">{t`Change`}</th>
          </tr>
        </thead>
        <tbody>
          {products.map((each) => {
            const expected = each.predicted_7d_demand ?? 0;
            const beyond = each.usual < (each.p10 ?? 0) || each.usual > (each.p90 ?? each.usual);
            return (
              <tr key={each.stock_code}>
                <th scope="row">
                  <Link href={`/products/${encodeURIComponent(each.stock_code)}`}>
                    {each.product_name}
                  </Link>
                </th>
                <td className={css.history}>
                  <Weeks weeks={each.weeks} ahead={expected} />
                </td>
                <td className="num" data-label={t`Usual`}>
                  {formats.aligned(each.usual)}
                </td>
                <td className="num" data-label={t`Expected`}>
                  {formats.aligned(expected)}
                </td>
                <td className={`num ${beyond ? "strong" : ""}`} data-label={t`Change`}>
                  {formats.signedAligned(expected - each.usual)}
                  {beyond ? " ◆" : ""}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted small">
        <Trans>
          ◆ A usual week lies outside the forecast's 80% range, so this is more than normal ups and
          downs.
        </Trans>
      </p>
    </>
  );
}

const BAR = 9;
const STEP = 12;
const HEIGHT = 28;

/** Weeks as bars, oldest first, and the week ahead as a hollow one. */
function Weeks({ weeks, ahead }: { weeks: number[]; ahead: number }) {
  const { t } = useLingui();
  const formats = useFormats();
  const top = Math.max(1, ahead, ...weeks);
  const tall = (units: number) => Math.max(1, (HEIGHT - 2) * (units / top));
  const pastUnits = weeks.map((units) => formats.count(units)).join(", ");
  const expected = formats.decimal(ahead);
  // Weeks have no names of their own; their place tells them apart.
  const bars = weeks.map((units, place) => ({ units, place }));
  const last = weeks.length * STEP + 4;
  return (
    <svg
      className={css.weeks}
      width={last + BAR + 1}
      height={HEIGHT}
      role="img"
      aria-label={t`Units of the last weeks: ${pastUnits}; expected: ${expected}`}
    >
      {bars.map(({ units, place }) => (
        <rect
          key={place}
          x={place * STEP}
          y={HEIGHT - tall(units)}
          width={BAR}
          height={tall(units)}
          rx={1.5}
        />
      ))}
      <rect
        className={css.ahead}
        x={last}
        y={HEIGHT - tall(ahead) - 0.5}
        width={BAR}
        height={tall(ahead)}
        rx={1.5}
      />
    </svg>
  );
}
