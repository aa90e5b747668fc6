import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { Account } from "./Account";
import { ICONS, Icon } from "./Icon";
import { IconButton } from "./IconButton";
import { isCurrent, ON_PHONE, PAGES, type Page, SETTINGS } from "./navigation";
import { Search } from "./Search";
import { Shortcuts } from "./Shortcuts";
import css from "./shell.module.css";

/** Around every page: skip link, search, navigation, and on a phone the bar at the bottom. */
export function Shell({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const search = useRef<HTMLDialogElement>(null);
  const [path] = useLocation();
  useFocusOnNewPage(path, main);
  const find = () => search.current?.showModal();
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <SideBar path={path} onFind={find} />
      <main id="main" ref={main} tabIndex={-1} className={css.main}>
        {children}
      </main>
      <BottomBar path={path} onFind={find} />
      <Search dialog={search} />
      <Shortcuts onFind={find} />
    </div>
  );
}

function SideBar({ path, onFind }: { path: string; onFind: () => void }) {
  const { t } = useLingui();
  return (
    <header className={css.side}>
      <Link href="/" className={css.brand}>
        <img src="/app/icon.svg" alt="" width="28" height="28" />
        <span>SmartRetail 360</span>
      </Link>
      <button type="button" className={css.find} onClick={onFind}>
        <Icon path={ICONS.search} size={18} />
        <span>
          <Trans>Search</Trans>
        </span>
        <kbd>/</kbd>
      </button>
      <nav aria-label={t`Pages`} className={css.nav}>
        {PAGES.map((page) => (
          <PageLink key={page.href} page={page} path={path} />
        ))}
      </nav>
      <div className={css.foot}>
        <Account />
        <PageLink page={SETTINGS} path={path} />
      </div>
    </header>
  );
}

function PageLink({ page, path }: { page: Page; path: string }) {
  const { i18n } = useLingui();
  return (
    <Link
      href={page.href}
      className={css.link}
      aria-current={isCurrent(path, page) ? "page" : undefined}
    >
      <Icon path={page.glyph} size={20} />
      <span>{i18n._(page.name)}</span>
    </Link>
  );
}

/** The phone's bottom bar: three pages, search, and More for the rest. */
function BottomBar({ path, onFind }: { path: string; onFind: () => void }) {
  const { t } = useLingui();
  const more = useRef<HTMLDialogElement>(null);
  const [today, orders, inventory] = PAGES.filter(({ href }) => ON_PHONE.includes(href));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes what led to it
  useEffect(() => more.current?.close(), [path]);
  if (!today || !orders || !inventory) return null;
  return (
    <>
      <nav className={css.bottom} aria-label={t`Pages`}>
        <PageLink page={today} path={path} />
        <PageLink page={orders} path={path} />
        <button type="button" className={css.link} onClick={onFind}>
          <Icon path={ICONS.search} size={20} />
          <span>
            <Trans>Find</Trans>
          </span>
        </button>
        <PageLink page={inventory} path={path} />
        <button type="button" className={css.link} onClick={() => more.current?.showModal()}>
          <Icon path={ICONS.more} size={20} />
          <span>
            <Trans>More</Trans>
          </span>
        </button>
      </nav>
      <dialog ref={more} className={css.more} aria-label={t`More pages`}>
        <form method="dialog">
          <IconButton type="submit" path={ICONS.close} label={t`Close`} />
        </form>
        {[...PAGES, SETTINGS]
          .filter(({ href }) => !ON_PHONE.includes(href))
          .map((page) => (
            <PageLink key={page.href} page={page} path={path} />
          ))}
        <Account />
      </dialog>
    </>
  );
}

/** A new page is read from its start; the first one keeps the browser's own focus. */
function useFocusOnNewPage(path: string, main: React.RefObject<HTMLElement | null>) {
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path, main]);
}
