import type { ComponentPropsWithRef } from "react";
import { Icon } from "./Icon";
import css from "./iconButton.module.css";

interface Props extends ComponentPropsWithRef<"button"> {
  path: string;
  /** The label for assistive technology. */
  label: string;
}

/** A button with an icon only: 36 px, 44 px on touch screens. */
export function IconButton({ path, label, type = "button", className = "", ...rest }: Props) {
  return (
    <button {...rest} type={type} className={`${css.button} ${className}`} aria-label={label}>
      <Icon path={path} size={20} />
    </button>
  );
}
