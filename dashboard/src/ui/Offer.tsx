import { Trans } from "@lingui/react/macro";
import { useFormats } from "../format/context";
import { useSegmentName } from "../names/segments";

interface Props {
  /** Percent; 0 and null mean the full price. */
  discount: number | null;
  segment: string;
}

/** What is offered, and to whom. */
export function Offer({ discount, segment }: Props) {
  const formats = useFormats();
  const name = useSegmentName()(segment);
  if (!discount) return <Trans>Full price, for {name}</Trans>;
  const percent = formats.percent(discount / 100);
  return (
    <Trans>
      {percent} off, for {name}
    </Trans>
  );
}
