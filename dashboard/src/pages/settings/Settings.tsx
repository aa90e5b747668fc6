import { Trans, useLingui } from "@lingui/react/macro";
import { useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { useParams } from "wouter";
import { LANGUAGES, type Language } from "../../i18n/languageNames";
import { chooseLanguage } from "../../i18n/languages";
import { Field } from "../../ui/Field";
import { Panel } from "../../ui/Panel";
import { SettingsPage } from "../../ui/SettingsPage";
import { areKeysOn, switchKeys } from "../../ui/shortcutKeys";

const APPEARANCE = { href: "/settings", name: <Trans>Appearance</Trans> };
const KEYBOARD = { href: "/settings/keyboard", name: <Trans>Keyboard</Trans> };

/** Settings stored in this browser, one group at a time. */
export default function Settings() {
  const { group } = useParams();
  return (
    <SettingsPage
      title={<Trans>Settings</Trans>}
      lead={<Trans>These apply to this browser only.</Trans>}
      groups={[APPEARANCE, KEYBOARD]}
    >
      {group === "keyboard" ? (
        <Panel title={KEYBOARD.name}>
          <KeyChoice />
        </Panel>
      ) : (
        <Panel title={APPEARANCE.name}>
          <LanguageChoice />
          <ThemeChoice />
        </Panel>
      )}
    </SettingsPage>
  );
}

function LanguageChoice() {
  const { i18n } = useLingui();
  return (
    <Field label={<Trans>Language</Trans>}>
      {(control) => (
        <select
          {...control}
          value={i18n.locale}
          onChange={(event) => void chooseLanguage(event.target.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function ThemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Field label={<Trans>Theme</Trans>}>
      {(control) => (
        <select
          {...control}
          value={colorScheme}
          onChange={(event) => setColorScheme(event.target.value as typeof colorScheme)}
        >
          <option value="auto">{t`Same as the system`}</option>
          <option value="light">{t`Light`}</option>
          <option value="dark">{t`Dark`}</option>
        </select>
      )}
    </Field>
  );
}

function KeyChoice() {
  const [on, setOn] = useState(areKeysOn);
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          switchKeys(event.target.checked);
          setOn(event.target.checked);
        }}
      />
      <Trans>Single-letter shortcuts (press ? to see them)</Trans>
    </label>
  );
}
