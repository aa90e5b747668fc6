import { Trans } from "@lingui/react/macro";
import { Button } from "./Button";
import { Empty } from "./Empty";
import { PageFrame } from "./PageFrame";

/** The page for an unknown path. */
export function NotFound() {
  return (
    <PageFrame width="detail" title={<Trans>Page not found</Trans>}>
      <Empty
        action={
          <Button href="/">
            <Trans>Go to Today</Trans>
          </Button>
        }
      >
        <Trans>There is no page at this address. Check it, or start from Today.</Trans>
      </Empty>
    </PageFrame>
  );
}
