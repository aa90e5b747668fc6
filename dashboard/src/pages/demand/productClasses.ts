import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";

export type Report = Schemas["DemandAccuracy"];

export function useClassName(): (name: string) => string {
  const { t } = useLingui();
  return (name) => {
    if (name === "all") return t`all products`;
    if (name === "top_1000") return t`the 1,000 best sellers`;
    const [kind, label = ""] = name.split(":");
    if (kind === "abc") return t`revenue class ${label}`;
    if (kind === "trust") return label === "none" ? t`not graded` : t`grade ${label}`;
    if (kind !== "volume") return name;
    const [from, to] = label.replace("+", "").split("-");
    if (from === "0") return t`under ${to} unit a week`;
    return to === undefined ? t`over ${from} units a week` : t`${from} to ${to} units a week`;
  };
}
