import { type ReactNode, useId } from "react";
import css from "./modal.module.css";
import { useModal } from "./useModal";

export interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** The base of Dialog and Sheet: Escape or a click outside closes it, and its title labels it. */
export function Modal({
  open,
  onClose,
  title,
  look,
  corner,
  children,
}: ModalProps & { look?: string; corner?: ReactNode }) {
  const dialog = useModal(open);
  const id = useId();
  return (
    <dialog
      ref={dialog}
      className={`${css.modal} ${look ?? ""}`}
      aria-labelledby={id}
      onClose={() => {
        // The event is delayed: the dialog may have been opened again.
        if (!dialog.current?.open) onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {open ? (
        <div className={css.inside}>
          <header className={css.head}>
            <h2 id={id}>{title}</h2>
            {corner}
          </header>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
