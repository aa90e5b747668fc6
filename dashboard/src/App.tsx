import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import { Redirect, Route, Router, Switch } from "wouter";
import { session } from "./api/session";
import { lazyWithTexts } from "./i18n/lazyWithTexts";
import { Today } from "./pages/today/Today";
import { NotFound } from "./ui/NotFound";
import { Shell } from "./ui/Shell";
import { PageSkeleton } from "./ui/Skeleton";
import { ToastProvider } from "./ui/Toast";

const Inventory = lazyWithTexts(() => import("./pages/inventory/Inventory"));
const Orders = lazyWithTexts(() => import("./pages/orders/Orders"));
const Product = lazyWithTexts(() => import("./pages/product/Product"));
const Demand = lazyWithTexts(() => import("./pages/demand/Demand"));
const Customers = lazyWithTexts(
  () => import("./pages/customers/Customers"),
  ["customers", "segments"],
);
const Segment = lazyWithTexts(() => import("./pages/customers/Segment"), ["customers", "segments"]);
const Plan = lazyWithTexts(
  () => import("./pages/plan/Plan"),
  ["assumption", "assumption_reason", "applies_to", "unit", "audience", "learned_from"],
);
const Campaigns = lazyWithTexts(() => import("./pages/campaigns/Campaigns"));
const Campaign = lazyWithTexts(
  () => import("./pages/campaigns/Campaign"),
  ["claims", "template_rule", "lift", "offers"],
);
const Data = lazyWithTexts(
  () => import("./pages/data/Data"),
  [
    "files",
    "refreshes",
    "lacking",
    "defect",
    "assumption",
    "assumption_reason",
    "assumption_detail",
    "applies_to",
    "unit",
  ],
);
const Settings = lazyWithTexts(() => import("./pages/settings/Settings"));
const SignIn = lazyWithTexts(() => import("./pages/signin/SignIn"));

// Not part of the production build.
const Components =
  import.meta.env.DEV || import.meta.env.VITE_COMPONENTS
    ? lazyWithTexts(() => import("./pages/components/Components"))
    : null;

/** Asks callers without a key to sign in on any page, then shows that page. */
function RequireSession({ children }: { children: ReactNode }) {
  const { data } = useQuery(session);
  return data?.how === "nobody" ? <SignIn /> : children;
}

/** For callers without a key who can view: they sign in to make changes. */
function SignInPage() {
  const { data } = useQuery(session);
  return data?.how === "session" ? <Redirect to="/" replace /> : <SignIn />;
}

export function App() {
  return (
    <Router base="/app">
      <ToastProvider>
        <Shell>
          <Suspense fallback={<PageSkeleton />}>
            <RequireSession>
              <Switch>
                <Route path="/" component={Today} />
                <Route path="/inventory" component={Inventory} />
                <Route path="/orders" component={Orders} />
                <Route path="/products/:code" component={Product} />
                <Route path="/demand/:view?" component={Demand} />
                <Route path="/customers" component={Customers} />
                <Route path="/customers/:label" component={Segment} />
                <Route path="/plan" component={Plan} />
                <Route path="/campaigns" component={Campaigns} />
                <Route path="/campaigns/results" component={Campaigns} />
                <Route path="/campaigns/:id" component={Campaign} />
                <Route path="/data" component={Data} />
                <Route path="/settings/:group?" component={Settings} />
                <Route path="/signin" component={SignInPage} />
                {Components ? <Route path="/components/:part?" component={Components} /> : null}
                <Route component={NotFound} />
              </Switch>
            </RequireSession>
          </Suspense>
        </Shell>
      </ToastProvider>
    </Router>
  );
}
