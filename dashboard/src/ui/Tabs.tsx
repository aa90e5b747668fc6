import { useLingui } from "@lingui/react/macro";
import { Link, useLocation } from "wouter";
import { useFormats } from "../format/context";
import css from "./tabs.module.css";

interface Tab {
  href: string;
  name: string;
  /** How many things it has. */
  count?: number;
  /** Needed only if the path alone doesn't identify the tab. */
  isCurrent?: boolean;
}

/** Views of one subject; each has its own path. */
export function Tabs({ name, tabs }: { name: string; tabs: Tab[] }) {
  const [path] = useLocation();
  const formats = useFormats();
  return (
    <nav className={`${css.tabs} no-print`} aria-label={name}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={(tab.isCurrent ?? path === tab.href) ? "page" : undefined}
        >
          {tab.name}
          {tab.count === undefined ? null : (
            <span className={css.count}>{formats.count(tab.count)}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** The tabs of Campaigns: plan, under way, results. */
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
