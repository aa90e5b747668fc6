import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface Props {
  open: boolean;
  /** Verb, object and a question mark. */
  title: ReactNode;
  /** What comes of it, in numbers. */
  children: ReactNode;
  /** The title's verb again. */
  verb: ReactNode;
  /** Something is destroyed: the one place where that button is filled. */
  destructive?: boolean;
  /** It is being done: the dialog stays until that is over. */
  loading?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before money is approved, something is sent, or what cannot be undone is done. */
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
