import { Trans } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { sharedCause } from "../api/failures";
import { useFormats } from "../format/context";
import css from "./notice.module.css";
import { RowShapes, Skeleton } from "./Skeleton";
import { Failed } from "./States";

interface Props<T> {
  query: UseQueryResult<T, Error>;
  /** Grey shapes of what comes; rows where nothing else is said. */
  shape?: ReactNode;
  children: (data: T) => ReactNode;
}

/**
 * A part of a page and its query: a skeleton while it loads, old data with its time, a grey gap
 * when the notice above the page explains the failure, its own message when no other part has it.
 */
export function Section<T>({ query, shape, children }: Props<T>) {
  const formats = useFormats();
  if (query.data === undefined) {
    if (query.isError && sharedCause(query.error) === null)
      return <Failed error={query.error} onRetry={() => void query.refetch()} />;
    // The gap stays while a failed query is retried.
    if (query.errorUpdateCount > 0) return <div className={css.gap} data-gap />;
    return <Skeleton>{shape ?? <RowShapes />}</Skeleton>;
  }
  const since = formats.moment(new Date(query.dataUpdatedAt).toISOString());
  return (
    <>
      {query.isError && sharedCause(query.error) === null ? <Failed error={query.error} /> : null}
      {query.isError ? (
        <p className={css.since}>
          <Trans>As of {since}</Trans>
        </p>
      ) : null}
      {children(query.data)}
    </>
  );
}
