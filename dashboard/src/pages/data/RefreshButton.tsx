import { Trans } from "@lingui/react/macro";
import { useIsMutating } from "@tanstack/react-query";
import { Button } from "../../ui/Button";
import { START_REFRESH } from "./requests";

/** Ties the button in the page's head to the choice of files further down. */
export const REFRESH_FORM = "refresh-files";

/** Works the figures out anew with the files chosen below. */
export function RefreshButton() {
  const isStarting = useIsMutating({ mutationKey: START_REFRESH }) > 0;
  return (
    <Button type="submit" form={REFRESH_FORM} loading={isStarting}>
      <Trans>Refresh now</Trans>
    </Button>
  );
}
