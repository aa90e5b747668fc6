import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { session } from "../api/session";
import { useRoleName } from "../names/roles";
import { ICONS, Icon } from "./Icon";

/** Shows which role an action needs, next to an action the caller's role doesn't allow. */
export function RequireRole({ action }: { action: string }) {
  const { data } = useQuery(session);
  const roleName = useRoleName();
  const permission = data?.may[action];
  if (permission === undefined || permission.allowed) return null;
  const needed = roleName(permission.needs);
  const role = roleName(data?.role ?? "viewer");
  return (
    <p className="small muted">
      <Icon path={ICONS.lock} size={13} />{" "}
      <Trans>
        You need the {needed} role; yours is {role}.
      </Trans>
    </p>
  );
}
