import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { session, signOut } from "../api/session";
import { useRoleName } from "../names/roles";
import { Button } from "./Button";
import css from "./shell.module.css";

/** Who is signed in, and the button to sign out. Nothing if no keys are set up. */
export function Account() {
  const { data } = useQuery(session);
  const roleName = useRoleName();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // Clears the data of the person who signed out.
    onSuccess: () => queries.resetQueries(),
  });
  if (data?.lowered_from) return <ViewOnly />;
  if (data?.how !== "session") return null;
  return (
    <div className={css.account}>
      <span className="strong">{data.name}</span>
      <span className="small muted">{roleName(data.role ?? "")}</span>
      <Button variant="plain" disabled={leave.isPending} onClick={() => leave.mutate()}>
        <Trans>Sign out</Trans>
      </Button>
    </div>
  );
}

/** Once keys exist, callers without one can only view. */
function ViewOnly() {
  return (
    <div className={css.account}>
      <span className="small muted">
        <Trans>View only. Sign in to make changes.</Trans>
      </span>
      <Link href="/signin" className="small">
        <Trans>Sign in</Trans>
      </Link>
    </div>
  );
}
