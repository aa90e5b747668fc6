import type { ComponentPropsWithRef } from "react";
import { Icon } from "./Icon";
import css from "./iconButton.module.css";

interface Props extends ComponentPropsWithRef<"button"> {
  path: string;
  /** What it does, for those who don't see the drawing. */
  label: string;
}

/** A button that shows a drawing alone: 36 px, and 44 px under a finger. */
export function IconButton({ path, label, type = "button", className = "", ...rest }: Props) {
  return (
    <button {...rest} type={type} className={`${css.button} ${className}`} aria-label={label}>
      <Icon path={path} size={20} />
    </button>
  );
}
