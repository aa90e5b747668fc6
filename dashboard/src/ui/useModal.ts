import { useEffect, useRef } from "react";
import { giveFocusBack } from "./focus";

/** A native dialog that follows `open`: it traps the focus and gives it back to what opened it. */
export function useModal(open: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!open || element === null) return;
    const opener = document.activeElement;
    element.showModal();
    element.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      element.close();
      giveFocusBack(opener);
    };
  }, [open]);
  return dialog;
}
