import { Trans, useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { search } from "../api/queries/search";
import { useSegmentName } from "../names/segments";
import { Failed } from "./States";
import css from "./search.module.css";

const PAUSE_MS = 150;

/** Finds a product or a customer from any page; arrows choose, Enter opens. */
export function Search({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  const { t } = useLingui();
  const [path] = useLocation();
  const [text, setText] = useState("");
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen is shown then
  useEffect(() => {
    dialog.current?.close();
    setText("");
  }, [path, dialog]);
  const onKey = (event: KeyboardEvent) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter" && at < 0) links[0]?.click();
    if (step === 0 || links.length === 0) return;
    event.preventDefault();
    links[(at + step + links.length) % links.length]?.focus();
  };
  return (
    <dialog ref={dialog} className={css.search} aria-label={t`Search`} onKeyDown={onKey}>
      <input
        type="search"
        className={css.field}
        value={text}
        autoFocus
        autoComplete="off"
        placeholder={t`Product name or code, customer number`}
        aria-label={t`Search for a product or a customer`}
        onChange={(event) => setText(event.target.value)}
      />
      <Found text={text.trim()} list={list} />
    </dialog>
  );
}

function Found({ text, list }: { text: string; list: RefObject<HTMLUListElement | null> }) {
  const [debounced] = useDebouncedValue(text, PAUSE_MS);
  const segmentName = useSegmentName();
  const query = useQuery({ ...search(debounced), placeholderData: keepPreviousData });
  if (text === "" || (query.data === undefined && !query.isError)) return null;
  if (query.data === undefined) return <Failed error={query.error} />;
  const { products, customers } = query.data;
  if (products.length + customers.length === 0)
    return (
      <p className="muted" role="status">
        <Trans>No product or customer matches “{text}”.</Trans>
      </p>
    );
  return (
    <ul ref={list} className={`clean ${css.found}`}>
      {products.map((product) => (
        <li key={`p${product.stock_code}`}>
          <Link href={`/products/${encodeURIComponent(product.stock_code)}`}>
            <span className="strong">{product.product_name}</span>
            <span className="small muted">{product.stock_code}</span>
          </Link>
        </li>
      ))}
      {customers.map((customer) => (
        <li key={`c${customer.customer_id}`}>
          <Link href={`/customers?customer=${encodeURIComponent(customer.customer_id)}`}>
            <span className="strong">
              <Trans>Customer {customer.customer_id}</Trans>
            </span>
            <span className="small muted">{segmentName(customer.label ?? "")}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
