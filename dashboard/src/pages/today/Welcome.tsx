import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { api, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { Button } from "../../ui/Button";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import { Title } from "../../ui/Title";
import css from "./today.module.css";

/** The first contact: nothing is there yet, and two ways to get something. */
export function Welcome() {
  const start = useSampleData();
  return (
    <div className={css.welcome}>
      <Title
        lead={
          <Trans>
            Upload what your till exports, or look around first: you can replace the sample data at
            any time.
          </Trans>
        }
      >
        <Trans>Your shop in five minutes</Trans>
      </Title>
      <RequireRole action="refresh" />
      <div className="row">
        <Button href="/data">
          <Trans>Use my files</Trans>
        </Button>
        <Button variant="plain" loading={start.isPending} onClick={() => start.mutate()}>
          <Trans>Look around with sample data</Trans>
        </Button>
      </div>
      {start.isError ? <Failed error={start.error} /> : null}
    </div>
  );
}

/** Works the sample out; the page Data shows how far that is. */
function useSampleData() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/refreshes", {
          body: { sales: "sample", stock: "current", products: "current" },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.refreshes });
      go("/data");
    },
  });
}
