import { Trans } from "@lingui/react/macro";
import type { Crumb } from "../../ui/PageHead";

/** Above every campaign. */
export const TRAIL: Crumb[] = [{ href: "/campaigns", name: <Trans>Campaigns</Trans> }];
