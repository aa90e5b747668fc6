import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { session } from "../api/session";
import { useRoleName } from "../names/roles";
import { ICONS, Icon } from "./Icon";

interface Props {
  action: string;
  /** What needs the role; without it only the role is shown. */
  children?: ReactNode;
}

/** Shows which role an action needs if the caller's role doesn't allow it. */
export function RequireRole({ action, children }: Props) {
  const { data } = useQuery(session);
  const roleName = useRoleName();
  const permission = data?.may[action];
  if (permission === undefined || permission.allowed) return children;
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
