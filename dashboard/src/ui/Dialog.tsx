import type { ReactNode } from "react";
import { Modal, type ModalProps } from "./Modal";
import css from "./modal.module.css";

interface Props extends ModalProps {
  /** The safe button first, then the one filled button. */
  actions: ReactNode;
}

/** A modal dialog: nothing else can be done until it is answered. */
export function Dialog({ actions, children, ...rest }: Props) {
  return (
    <Modal {...rest}>
      {children}
      <footer className={css.actions}>{actions}</footer>
    </Modal>
  );
}
