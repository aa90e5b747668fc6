import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { Title } from "./Title";

export function NotFound() {
  return (
    <>
      <Title>
        <Trans>Page not found</Trans>
      </Title>
      <p>
        <Trans>
          Check the address, or go to <Link href="/">Today</Link>.
        </Trans>
      </p>
    </>
  );
}
