import { useLingui } from "@lingui/react/macro";
import { useAddress } from "../../grid/address";
import { Tabs } from "../../ui/Tabs";
import { currentView, type View } from "./views";

/** The saved views, the one in the URL marked. */
export function ViewTabs({ views }: { views: View[] }) {
  const { t } = useLingui();
  const current = currentView(useAddress().get);
  return (
    <Tabs
      name={t`Inventory views`}
      tabs={views.map(({ key, name, query, count }) => ({
        href: query ? `/inventory?${query}` : "/inventory",
        name,
        count,
        isCurrent: key === current,
      }))}
    />
  );
}
