import { useViolationText } from "../../sentences/claims";
import type { Violation } from "./claims";

/** One thing the claims check has against a text. */
export function ClaimViolation({ violation }: { violation: Violation }) {
  const [mark, message] = useViolationText()(violation);
  return (
    <>
      <mark>{mark}</mark> {message}
    </>
  );
}
