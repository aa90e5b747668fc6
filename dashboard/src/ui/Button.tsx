import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from "react";
import { Link } from "wouter";
import css from "./button.module.css";

/** `filled`: the step that moves the thing on, once per page; `tonal`: the same of further rows. */
export type ButtonVariant = "filled" | "tonal" | "plain" | "destructive";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  /** What was pressed is under way: the button keeps its width and takes no second press. */
  loading?: boolean;
  /** A page to go to: looks the same and is a link. */
  href?: string;
  children: ReactNode;
}

export function Button({
  variant = "filled",
  loading = false,
  href,
  className = "",
  children,
  type = "button",
  onClick,
  ...rest
}: Props) {
  const look = `${css.button} ${css[variant]} ${className}`;
  if (href !== undefined)
    return (
      <Link href={href} className={look} data-variant={variant} aria-label={rest["aria-label"]}>
        {children}
      </Link>
    );
  return (
    <button
      {...rest}
      type={type}
      className={look}
      data-variant={variant}
      // Not `disabled` while loading, which would take the focus away.
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={loading ? ignore : onClick}
    >
      {loading ? <span className={css.turning} aria-hidden="true" /> : null}
      <span className={css.words} data-hidden={loading || undefined}>
        {children}
      </span>
    </button>
  );
}

/** A second press neither counts nor sends the form again. */
function ignore(event: MouseEvent) {
  event.preventDefault();
}
