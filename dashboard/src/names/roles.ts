import { useLingui } from "@lingui/react/macro";

/** Roles in the words of the page. */
export function useRoleName(): (role: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    viewer: t`viewer`,
    planner: t`planner`,
    approver: t`approver`,
    admin: t`administrator`,
  };
  return (role) => names[role] ?? role;
}
