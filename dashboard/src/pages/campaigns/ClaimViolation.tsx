import { useViolationText } from "../../sentences/claims";
import type { Violation } from "./claims";

/** A claim the plan doesn't back. */
export function ClaimViolation({ violation }: { violation: Violation }) {
  const [mark, message] = useViolationText()(violation);
  return (
    <>
      <mark>{mark}</mark> {message}
    </>
  );
}
