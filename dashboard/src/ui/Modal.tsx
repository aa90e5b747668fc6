import { type ReactNode, useId } from "react";
import css from "./modal.module.css";
import { useModal } from "./useModal";

export interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** What Dialog and Sheet share: Escape and a press beside it close, and its title names it. */
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
        // The event comes late: it may have been opened again meanwhile.
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
