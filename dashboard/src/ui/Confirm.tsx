import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface Props {
  open: boolean;
  /** Verb, object and a question mark. */
  title: ReactNode;
  /** The consequence, in numbers. */
  children: ReactNode;
  /** The title's verb again. */
  verb: ReactNode;
  /** Data will be destroyed: only here is a destructive button filled. */
  destructive?: boolean;
  /** The action is running: the dialog stays open until it ends. */
  loading?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before money is approved, something is sent, or anything that can't be undone. */
export function Confirm({
  open,
  title,
  children,
  verb,
  destructive,
  loading,
  onConfirm,
  onClose,
}: Props) {
  const actions = (
    <>
      <Button variant="plain" onClick={onClose} data-autofocus>
        <Trans>Cancel</Trans>
      </Button>
      <Button
        variant={destructive ? "destructive" : "filled"}
        loading={loading}
        onClick={onConfirm}
      >
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={title} actions={actions}>
      {children}
    </Dialog>
  );
}
