import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, ProblemError, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { csrfHeaders } from "../../api/session";

export type Upload = Schemas["Upload"];
export type Refresh = Schemas["Refresh"];
export type Kind = Upload["kind"];

/** Names the start of a refresh, for those who wait for it. */
export const START_REFRESH = ["start-refresh"];

const SOON_MS = 800;
const TAKEN_OVER_MS = 2000;

/** All uploaded files; polled while one of them is being read. */
export const uploads = queryOptions({
  queryKey: queryKeys.uploads,
  queryFn: () => unwrap(api.GET("/v1/uploads")),
  refetchInterval: (query) =>
    query.state.data?.items.some((item) => item.status === "reading") ? SOON_MS : false,
});

export const refreshes = queryOptions({
  queryKey: queryKeys.refreshes,
  queryFn: () => unwrap(api.GET("/v1/refreshes")),
  refetchInterval: 30_000,
});

export function useDeleteUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const { error, response } = await api.DELETE("/v1/uploads/{upload_id}", {
        params: { path: { upload_id: id } },
      });
      if (!response.ok) throw new ProblemError(error as Schemas["Problem"], response.status);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.uploads }),
  });
}

export function useMapping(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mapping: { columns: Record<string, string>; format?: Record<string, string> }) =>
      unwrap(
        api.PUT("/v1/uploads/{upload_id}/mapping", {
          params: { path: { upload_id: id } },
          body: mapping as Schemas["ColumnMapping"],
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.uploads }),
  });
}

export function useStartRefresh() {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: START_REFRESH,
    mutationFn: (request: Schemas["RefreshRequest"]) =>
      unwrap(api.POST("/v1/refreshes", { body: request })),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.refreshes }),
  });
}

export function useCancelRefresh() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.POST("/v1/refreshes/{refresh_id}:cancel", { params: { path: { refresh_id: id } } }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.refreshes }),
  });
}

export function useRestoreSnapshot() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.POST("/v1/snapshots/{snapshot_id}:restore", { params: { path: { snapshot_id: id } } }),
      ),
    // Every figure changes once the services have loaded the new snapshot.
    onSuccess: () => {
      void queries.invalidateQueries();
      setTimeout(() => void queries.invalidateQueries(), TAKEN_OVER_MS);
    },
  });
}

/** The progress of a refresh, streamed by the server; when it is done, every page loads again. */
export function useRefreshProgress(id: string | null): {
  refresh: Refresh | null;
  isLost: boolean;
} {
  const queries = useQueryClient();
  const [refresh, setRefresh] = useState<Refresh | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (id === null) return;
    const events = new EventSource(`/v1/refreshes/${encodeURIComponent(id)}/events`);
    const take = (event: MessageEvent<string>) => {
      setRefresh(JSON.parse(event.data) as Refresh);
      setLost(false);
    };
    const end = (event: MessageEvent<string>) => {
      take(event);
      events.close();
      void queries.invalidateQueries();
      // Services take a new snapshot over within a second.
      setTimeout(() => void queries.invalidateQueries(), TAKEN_OVER_MS);
    };
    events.addEventListener("progress", take);
    for (const name of ["done", "failed", "cancelled"]) events.addEventListener(name, end);
    // The browser connects again by itself; meanwhile what is shown may be old.
    events.onerror = () => setLost(true);
    return () => events.close();
  }, [id, queries]);
  return { refresh: refresh?.id === id ? refresh : null, isLost };
}

/** Uploads a file as a stream; `onProgress` receives the share sent so far. */
export function sendFile(
  file: File,
  kind: Kind,
  onProgress: (share: number) => void,
): Promise<Upload> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/uploads?kind=${kind}&name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(csrfHeaders())) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(1, event.total));
    request.onload = () => {
      if (request.status === 201) done(request.response as Upload);
      else failed(new ProblemError(problemOf(request), request.status));
    };
    request.onerror = () => failed(new ProblemError(problemOf(request), 0));
    request.send(file);
  });
}

function problemOf(request: XMLHttpRequest): Schemas["Problem"] {
  const found = request.response as Schemas["Problem"] | null;
  if (found?.detail) return found;
  return {
    type: "about:blank",
    title: request.statusText,
    status: request.status,
    code: request.status === 0 ? "unreachable" : "unexpected",
    detail: `The upload ended with status ${request.status}.`,
    statement:
      request.status === 0
        ? { code: "unreachable", values: {} }
        : { code: "unexplained", values: { status: request.status } },
    trace_id: "",
  };
}
