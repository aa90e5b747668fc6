import { useLingui } from "@lingui/react/macro";
import { Link, useLocation } from "wouter";
import css from "./tabs.module.css";

interface Tab {
  href: string;
  name: string;
}

/** Views of one subject, each with an address of its own. */
export function Tabs({ name, tabs }: { name: string; tabs: Tab[] }) {
  const [path] = useLocation();
  return (
    <nav className={`${css.tabs} no-print`} aria-label={name}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={path === tab.href ? "page" : undefined}>
          {tab.name}
        </Link>
      ))}
    </nav>
  );
}

/** What campaigns there could be, those under way, and what came of them. */
export function CampaignTabs() {
  const { t } = useLingui();
  return (
    <Tabs
      name={t`Campaign views`}
      tabs={[
        { href: "/plan", name: t`Plan` },
        { href: "/campaigns", name: t`Under way` },
        { href: "/campaigns/results", name: t`Results` },
      ]}
    />
  );
}
