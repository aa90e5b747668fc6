import { Trans } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import { useProblemSentence } from "../sentences/problems";
import { Loading } from "./Loading";
import { Failed, Stale } from "./States";

interface Props<T> {
  query: UseQueryResult<T, Error>;
  children: (data: T) => ReactNode;
  lines?: number;
  height?: number;
}

/** What a question came to: on its way, answered, failed, or an older answer that still stands. */
export function QueryResult<T>({ query, children, lines, height }: Props<T>) {
  const formats = useFormats();
  const sentence = useProblemSentence();
  if (query.data === undefined) {
    if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
    return <Loading lines={lines} height={height} />;
  }
  const why = sentence(query.error);
  const since = formats.moment(new Date(query.dataUpdatedAt).toISOString());
  return (
    <>
      {query.isError ? (
        <Stale>
          <Trans>
            Data from {since}. Newer data couldn't be loaded: {why}
          </Trans>
        </Stale>
      ) : null}
      {children(query.data)}
    </>
  );
}
