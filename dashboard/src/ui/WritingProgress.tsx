import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useFormats } from "../format/context";
import css from "./writing.module.css";

/** Shows that copy is being written, and for how long. */
export function WritingProgress() {
  const { t } = useLingui();
  const formats = useFormats();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const shown = formats.count(seconds);
  return (
    <div className={css.writing} role="status">
      <progress aria-label={t`Writing`} />
      <span className="small muted">
        {seconds < 4 ? (
          <Trans>Writing and checking every claim…</Trans>
        ) : (
          <Trans>Writing and checking every claim, {shown} seconds so far…</Trans>
        )}
      </span>
    </div>
  );
}
