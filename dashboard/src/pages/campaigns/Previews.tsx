import { useLingui } from "@lingui/react/macro";
import css from "./campaigns.module.css";
import type { Texts } from "./texts";

/** The email and the message as customers will see them. */
export function Previews({ texts }: { texts: Texts }) {
  const { t } = useLingui();
  return (
    <div className={css.previews}>
      <article className={css.mail} aria-label={t`Email preview`}>
        <header>
          <span className="small muted">{t`Email`}</span>
          <h2>{texts.email_subject}</h2>
        </header>
        <div className={css.body}>{texts.email_body}</div>
      </article>
      <article className={css.phone} aria-label={t`Phone preview`}>
        <div className={css.bubble}>
          {texts.whatsapp_message}
          <small>WhatsApp</small>
        </div>
      </article>
    </div>
  );
}
