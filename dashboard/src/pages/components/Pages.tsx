import { BoardCard } from "../../ui/BoardCard";
import { BoardPage } from "../../ui/BoardPage";
import { Button } from "../../ui/Button";
import { DetailPage } from "../../ui/DetailPage";
import { Field } from "../../ui/Field";
import { JobPage } from "../../ui/JobPage";
import { KeyValues } from "../../ui/KeyValues";
import { ListPage } from "../../ui/ListPage";
import { Menu } from "../../ui/Menu";
import { Money } from "../../ui/Money";
import { OrderChip } from "../../ui/OrderChip";
import { Reason } from "../../ui/Reason";
import { SettingsPage } from "../../ui/SettingsPage";
import { StatStrip } from "../../ui/StatStrip";
import { Tabs } from "../../ui/Tabs";
import { WizardPage } from "../../ui/WizardPage";
import { LONG_NAME, TRAIL } from "./trail";

const ACTIONS = {
  primary: <Button>Approve order</Button>,
  plain: [
    <Button key="pdf" variant="plain">
      Preview PDF
    </Button>,
  ] as [React.ReactNode],
  more: [{ name: "Print" }, { name: "Export (CSV)" }, { name: "History" }],
};

export function List() {
  return (
    <ListPage
      title="Inventory"
      trail={TRAIL}
      lead="4,480 products, those with most money at risk first."
      actions={ACTIONS}
      tabs={
        <Tabs
          name="Views"
          tabs={[
            { href: "/components/list", name: "All 4,480" },
            { href: "/components/none", name: "Running out 14" },
          ]}
        />
      }
      filters={<input type="search" aria-label="Search" placeholder="Name or code" />}
    >
      <StatStrip
        stats={[
          { name: "Stock at cost", figure: "$367K" },
          { name: "Surplus", figure: "$86.8K" },
          { name: "On order", figure: "$12.4K" },
        ]}
      />
    </ListPage>
  );
}

export function Detail() {
  return (
    <DetailPage
      title={LONG_NAME}
      trail={TRAIL}
      chip={<OrderChip status="draft" />}
      lead="Order day Mon 30 Nov, arrives Wed 9 Dec (7 to 12 Dec)."
      actions={ACTIONS}
      answer="Runs out Thu 10 Dec; ordered today, it arrives Wed 9 Dec."
      side={<KeyValues facts={[{ name: "Supplier", value: "Hansen Wines" }]} />}
    >
      <KeyValues
        facts={[
          { name: "On hand", value: "12" },
          { name: "On order", value: "0" },
          { name: "Sells", value: "36 a week" },
        ]}
      />
    </DetailPage>
  );
}

export function Job() {
  return (
    <JobPage
      title="Mark down 108 Lean to $2.80"
      trail={TRAIL}
      lead="Until 26 Jan; $288 is tied up in what will not sell."
      actions={{
        primary: <Button>Create draft</Button>,
        plain: [
          <Button key="reject" variant="plain">
            Reject
          </Button>,
        ],
      }}
      next={{ href: "/components/detail", name: "Send order to Hansen Wines" }}
    >
      <Reason sum="108 on hand − 0 expected = 108">
        108 more than will sell by 26 Jan; $288 tied up.
      </Reason>
      <Money value={288} low={120} high={400} currency="USD" kind="margin saved" />
    </JobPage>
  );
}

export function Wizard() {
  return (
    <WizardPage
      title="Your shop in five minutes"
      trail={TRAIL}
      steps={["Files", "Columns", "Check"].map((name) => ({
        key: name.toLowerCase(),
        name,
        content: (
          <Field label={`${name}: what is still open`}>{(control) => <input {...control} />}</Field>
        ),
      }))}
    />
  );
}

export function Lanes() {
  const lane = (key: string, name: string, cards: string[]) => ({
    key,
    name,
    count: cards.length,
    sum: "$1,240",
    children: cards.map((card) => (
      <BoardCard
        key={card}
        href="/components/detail"
        title={card}
        facts="14 lines · $1,240"
        foot="Wed 9 Dec"
        menu={
          <Menu label={`Move to: ${card}`} items={[{ name: "Approved" }, { name: "Sent" }]}>
            Move to
          </Menu>
        }
      />
    )),
  });
  return (
    <BoardPage
      title="Orders"
      trail={TRAIL}
      actions={{ primary: <Button>New order</Button> }}
      lanes={[
        lane("draft", "Draft", ["Order 17", "Order 18"]),
        lane("approved", "Approved", ["Order 16"]),
        lane("sent", "Sent", ["Order 14", "Order 15"]),
        lane("received", "Received", []),
      ]}
    />
  );
}

export function Settings() {
  return (
    <SettingsPage
      title="Settings"
      trail={TRAIL}
      groups={[
        { href: "/components/settings", name: "Shop" },
        { href: "/components/none", name: "Suppliers" },
      ]}
    >
      <Field label="Name of the shop" hint="Stands on orders and campaigns">
        {(control) => <input {...control} />}
      </Field>
    </SettingsPage>
  );
}
