import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ICONS } from "./Icon";
import { IconButton } from "./IconButton";
import { Modal, type ModalProps } from "./Modal";
import css from "./modal.module.css";

/** A side sheet for details or filters; on a phone it opens from the bottom. */
export function Sheet({ actions, children, ...rest }: ModalProps & { actions?: ReactNode }) {
  const { t } = useLingui();
  const close = <IconButton path={ICONS.close} label={t`Close`} onClick={rest.onClose} />;
  return (
    <Modal {...rest} look={css.sheet} corner={close}>
      <div className={css.scroll}>{children}</div>
      {actions ? <footer className={css.actions}>{actions}</footer> : null}
    </Modal>
  );
}
