import { Trans, useLingui } from "@lingui/react/macro";
import { useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { chooseLanguage, LANGUAGES, type Language } from "../../i18n/languages";
import { Panel } from "../../ui/Panel";
import { areKeysOn, switchKeys } from "../../ui/shortcutKeys";
import { Title } from "../../ui/Title";

/** What this browser remembers of how the page looks. */
export default function Settings() {
  return (
    <>
      <Title lead={<Trans>These apply to this browser only.</Trans>}>
        <Trans>Settings</Trans>
      </Title>
      <Panel title={<Trans>Appearance</Trans>}>
        <LanguageChoice />
        <ThemeChoice />
        <KeyChoice />
      </Panel>
    </>
  );
}

function LanguageChoice() {
  const { i18n } = useLingui();
  return (
    <label className="field">
      <Trans>Language</Trans>
      <select
        value={i18n.locale}
        onChange={(event) => void chooseLanguage(event.target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function ThemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <label className="field">
      <Trans>Theme</Trans>
      <select
        value={colorScheme}
        onChange={(event) => setColorScheme(event.target.value as typeof colorScheme)}
      >
        <option value="auto">{t`As the system`}</option>
        <option value="light">{t`Light`}</option>
        <option value="dark">{t`Dark`}</option>
      </select>
    </label>
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
