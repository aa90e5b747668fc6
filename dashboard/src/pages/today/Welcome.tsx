import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { api, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { Button } from "../../ui/Button";
import { PageFrame } from "../../ui/PageFrame";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";

/** First visit: there is no data yet, and two ways to get some. */
export function Welcome() {
  const start = useSampleData();
  return (
    <PageFrame
      width="wizard"
      explainsFailures
      title={<Trans>Your shop in five minutes</Trans>}
      lead={<Trans>Upload what your till exports. Or look around first with sample data.</Trans>}
      actions={{
        primary: (
          <Button href="/data">
            <Trans>Use my files</Trans>
          </Button>
        ),
        plain: [
          <Button
            key="sample"
            variant="plain"
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            <Trans>Look around with sample data</Trans>
          </Button>,
        ],
      }}
    >
      <RequireRole action="refresh" />
      {start.isError ? <Failed error={start.error} /> : null}
    </PageFrame>
  );
}

/** Computes the sample's figures; the Data page shows the progress. */
function useSampleData() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/refreshes", {
          body: { sales: "sample", stock: "current", products: "current", stock_list: "auto" },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.refreshes });
      go("/data");
    },
  });
}
