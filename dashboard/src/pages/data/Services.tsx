import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { health } from "../../api/queries/state";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useServiceSentence } from "../../sentences/problems";
import type { Statement } from "../../sentences/statements";
import { Chip } from "../../ui/Chip";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";

type HealthCheck = NonNullable<Schemas["HealthAnswer"]["checks"]>[string];

/** The health of each service. */
export function Services() {
  const { t } = useLingui();
  const query = useQuery(health);
  const columns = useColumns();
  return (
    <Panel title={<Trans>Services</Trans>} note={<Trans>Checked every 30 seconds</Trans>}>
      <Section query={query}>
        {(answer) => (
          <Table
            name={t`Services`}
            columns={columns}
            rows={Object.entries(answer.checks ?? {})}
            keyOf={([name]) => name}
          />
        )}
      </Section>
    </Panel>
  );
}

function useColumns(): Column<[string, HealthCheck]>[] {
  const { t } = useLingui();
  const sentence = useServiceSentence();
  return [
    {
      key: "service",
      name: t`Service`,
      rank: 1,
      cell: ([name]) => name,
      note: ([, check]) =>
        check.status === "ok"
          ? null
          : sentence(check.statement as Statement | undefined, String(check.detail)),
    },
    {
      key: "status",
      name: t`Status`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: ([, check]) => <Readiness isReady={check.status === "ok"} />,
    },
  ];
}

function Readiness({ isReady }: { isReady: boolean }) {
  return isReady ? (
    <Chip tone="bare" shape="dot">
      <Trans>Ready</Trans>
    </Chip>
  ) : (
    <Chip tone="critical" shape="cross">
      <Trans>Not ready</Trans>
    </Chip>
  );
}
