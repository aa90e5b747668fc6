import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryKeys } from "./api/queryKeys";
import { mayPass } from "./api/retry";
import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "./styles.css";
import { App } from "./App";
import { ProblemError } from "./api/client";
import { activateLocale, preferredLanguage } from "./i18n/languages";
import { theme, tokens } from "./theme";

/** Any response can reveal that the session has ended; the session is then loaded again. */
function askWhoAgain(error: Error) {
  if (error instanceof ProblemError && error.status === 401) {
    void queries.invalidateQueries({ queryKey: queryKeys.session });
  }
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askWhoAgain }),
  mutationCache: new MutationCache({ onError: askWhoAgain }),
  defaultOptions: {
    queries: {
      retry: mayPass,
      retryDelay: (failures) => 500 * 2 ** failures,
      refetchOnWindowFocus: true,
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
void activateLocale(preferredLanguage()).then(() => {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={tokens} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <I18nProvider i18n={i18n}>
            <App />
          </I18nProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
});
