import { useObjection } from "../../sentences/claims";
import type { Violation } from "./claims";

/** One thing the claims check has against a text. */
export function Objection({ violation }: { violation: Violation }) {
  const [mark, message] = useObjection()(violation);
  return (
    <>
      <mark>{mark}</mark> {message}
    </>
  );
}
