import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useAssumptionText } from "../../sentences/assumptions";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import css from "./data.module.css";

type Assumption = Schemas["StatedAssumption"];
// Assumptions a shop can replace come first; our own choices are collapsed.
const IN_SIGHT =
  /^(full_stock|partial_stock|unit_cost|lead_time|simulated_|shelf_life|pack_size|orders_on)/;

/** Shows simulated stock and assumed cost; the other assumptions are one click away. */
export function Assumptions() {
  const stored = useQuery(snapshots);
  const formats = useFormats();
  return (
    <Panel
      title={<Trans>Assumptions</Trans>}
      note={
        <Trans>
          Upload these to replace the assumptions: your sales data doesn't contain them.
        </Trans>
      }
    >
      <Section query={stored}>
        {(answer) => {
          const first = answer.assumptions.filter((entry) => IN_SIGHT.test(entry.name));
          const rest = answer.assumptions.filter((entry) => !IN_SIGHT.test(entry.name));
          const count = formats.count(rest.length);
          return (
            <>
              <AssumptionTable assumptions={first} />
              {rest.length > 0 ? (
                <details>
                  <summary>
                    <Trans>{count} assumptions, each with its reason</Trans>
                  </summary>
                  <AssumptionTable assumptions={rest} />
                </details>
              ) : null}
            </>
          );
        }}
      </Section>
    </Panel>
  );
}

interface Worded {
  entry: Assumption;
  words: ReturnType<ReturnType<typeof useAssumptionText>>;
}

function AssumptionTable({ assumptions }: { assumptions: Assumption[] }) {
  const { t } = useLingui();
  const wordsOf = useAssumptionText();
  const columns: Column<Worded>[] = [
    {
      key: "name",
      name: t`Assumption`,
      rank: 1,
      cell: ({ words }) => <span className={css.named}>{words.label}</span>,
      note: ({ words }) => <Why words={words} />,
    },
    {
      key: "value",
      name: t`Value`,
      rank: 1,
      phone: "figure",
      cell: ({ words }) => (
        <span className="tabular">
          {words.value} {words.unit}
        </span>
      ),
    },
    {
      key: "for",
      name: t`Used for`,
      rank: 1,
      phone: "fact",
      cell: ({ words }) => <span className={css.named}>{words.appliesTo}</span>,
    },
  ];
  return (
    <Table
      name={t`Assumptions`}
      columns={columns}
      rows={assumptions.map((entry) => ({ entry, words: wordsOf(entry) }))}
      keyOf={({ entry }) => `${entry.name}${entry.applies_to}`}
    />
  );
}

/** The reason in plain words; the statistics behind it open in place. */
function Why({ words }: { words: Worded["words"] }) {
  return (
    <div className="muted">
      {words.reason}
      {words.detail ? (
        <details>
          <summary>
            <Trans>How is this computed?</Trans>
          </summary>
          {words.detail}
        </details>
      ) : null}
    </div>
  );
}
