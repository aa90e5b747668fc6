import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Link } from "wouter";
import { ICONS, Icon } from "./Icon";
import css from "./menu.module.css";

export interface MenuItem {
  name: ReactNode;
  onSelect?: () => void;
  /** A page to go to. */
  href?: string;
  destructive?: boolean;
}

interface Props {
  /** The menu's label for assistive technology; "More" by default. */
  label?: string;
  items: MenuItem[];
  /** The button's content, instead of three dots. */
  children?: ReactNode;
}

/** A menu of less frequent actions; arrow keys move, Escape closes it. */
export function Menu({ label, items, children }: Props) {
  const { t } = useLingui();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useClosedByScrolling(open, list);
  const choose = (item: MenuItem) => {
    list.current?.hidePopover();
    button.current?.focus();
    item.onSelect?.();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${css.button} ${children ? css.worded : ""}`}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label ?? (children ? undefined : t`More`)}
      >
        {children ?? <Icon path={ICONS.more} size={20} />}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label ?? t`More`}
        className={css.menu}
        onKeyDown={moveWithin}
        onBeforeToggle={() => placeBeside(button.current, list.current)}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState === "open") itemsIn(event.currentTarget)[0]?.focus();
        }}
      >
        {items.map((item, place) => {
          const shared = {
            role: "menuitem",
            tabIndex: -1,
            className: `${css.item} ${item.destructive ? css.destructive : ""}`,
            onClick: () => choose(item),
          };
          return item.href === undefined ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a menu keep their places
            <button key={place} type="button" {...shared}>
              {item.name}
            </button>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a menu keep their places
            <Link key={place} href={item.href} {...shared}>
              {item.name}
            </Link>
          );
        })}
      </div>
    </>
  );
}

function itemsIn(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[role=menuitem]")];
}

function moveWithin(event: KeyboardEvent<HTMLElement>) {
  const items = itemsIn(event.currentTarget);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}

/** Below its button, or above it in the lower half of the window; flush with the nearer edge. */
function placeBeside(button: HTMLElement | null, menu: HTMLElement | null) {
  if (!button || !menu) return;
  const box = button.getBoundingClientRect();
  const isLow = box.top > window.innerHeight / 2;
  const isRight = box.left > window.innerWidth / 2;
  Object.assign(menu.style, {
    top: isLow ? "auto" : `${box.bottom + 4}px`,
    bottom: isLow ? `${window.innerHeight - box.top + 4}px` : "auto",
    left: isRight ? "auto" : `${box.left}px`,
    right: isRight ? `${document.documentElement.clientWidth - box.right}px` : "auto",
  });
}

function useClosedByScrolling(open: boolean, list: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (!open) return;
    const close = () => list.current?.hidePopover();
    window.addEventListener("scroll", close, { once: true });
    return () => window.removeEventListener("scroll", close);
  }, [open, list]);
}
