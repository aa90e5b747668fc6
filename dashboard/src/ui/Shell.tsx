import { Trans, useLingui } from "@lingui/react/macro";
import { useMantineColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { chooseLanguage, LANGUAGES, type Language } from "../i18n/languages";
import { Account } from "./Account";
import { Icon } from "./Icon";
import { PAGES } from "./navigation";
import { Shortcuts } from "./Shortcuts";
import css from "./shell.module.css";

/** Around every page: skip link, navigation, language and theme. */
export function Shell({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  useFocusOnNewPage(path, main);
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <Navigation path={path} />
      <main id="main" ref={main} tabIndex={-1} className={css.main}>
        {children}
      </main>
    </div>
  );
}

function Navigation({ path }: { path: string }) {
  const { i18n, t } = useLingui();
  const here = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another current link
  useEffect(() => centre(here.current), [path]);
  return (
    <header className={css.side}>
      <Link href="/" className={css.brand}>
        <img src="/app/icon.svg" alt="" width="28" height="28" />
        <span>SmartRetail 360</span>
      </Link>
      <nav ref={here} aria-label={t`Pages`} className={css.nav}>
        {PAGES.map((page) => (
          <Link
            key={page.href}
            href={page.href}
            className={css.link}
            aria-current={isWithin(path, page.href) ? "page" : undefined}
          >
            <span aria-hidden="true" className={css.glyph}>
              <Icon path={page.glyph} size={18} />
            </span>
            {i18n._(page.name)}
          </Link>
        ))}
      </nav>
      <div className={css.foot}>
        <Account />
        <LanguageChoice />
        <ThemeChoice />
        <Shortcuts />
      </div>
    </header>
  );
}

function LanguageChoice() {
  const { i18n, t } = useLingui();
  return (
    <select
      aria-label={t`Language`}
      value={i18n.locale}
      onChange={(event) => void chooseLanguage(event.target.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

function ThemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <select
      aria-label={t`Theme`}
      value={colorScheme}
      onChange={(event) => setColorScheme(event.target.value as typeof colorScheme)}
    >
      <option value="auto">{t`Theme: system`}</option>
      <option value="light">{t`Theme: light`}</option>
      <option value="dark">{t`Theme: dark`}</option>
    </select>
  );
}

/**
 * On a phone the row of pages is wider than the screen. `scrollIntoView` would do it too, but in
 * some browsers the next Tab then starts there, past the link that skips to the content.
 */
function centre(pages: HTMLElement | null) {
  const current = pages?.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!pages || !current) return;
  const row = pages.getBoundingClientRect();
  pages.scrollLeft += current.left + current.width / 2 - row.left - row.width / 2;
}

function isWithin(path: string, href: string): boolean {
  if (href === "/inventory" && path.startsWith("/products/")) return true;
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
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
