import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { Title } from "./Title";

export function NotFound() {
  return (
    <>
      <Title>
        <Trans>There is no such page</Trans>
      </Title>
      <p>
        <Trans>
          The address may be mistyped. <Link href="/">Today</Link> is a good place to start.
        </Trans>
      </p>
    </>
  );
}
