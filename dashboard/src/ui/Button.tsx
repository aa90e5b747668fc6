import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from "react";
import { Link } from "wouter";
import css from "./button.module.css";

/** `filled`: the main next step, once per page; `tonal`: the same step in further rows. */
export type ButtonVariant = "filled" | "tonal" | "plain" | "destructive";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  /** The action is running: the button keeps its width and ignores further presses. */
  loading?: boolean;
  /** A path: the button is rendered as a link. */
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
      // Not `disabled` while loading: that would lose the focus.
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

/** Ignores a second press, and doesn't submit the form again. */
function ignore(event: MouseEvent) {
  event.preventDefault();
}
