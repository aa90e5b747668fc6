import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { session } from "./api/session";
import { behind } from "./i18n/behind";
import { Today } from "./pages/today/Today";
import { PageLoading } from "./ui/Loading";
import { NotThere } from "./ui/NotThere";
import { Shell } from "./ui/Shell";

const Inventory = lazy(() => import("./pages/inventory/Inventory"));
const Product = lazy(() => import("./pages/product/Product"));
const Demand = lazy(() => import("./pages/demand/Demand"));
const Customers = lazy(() => import("./pages/customers/Customers"));
const Segment = lazy(() => import("./pages/customers/Segment"));
const Plan = lazy(() => import("./pages/plan/Plan"));
const Campaigns = behind(() => import("./pages/campaigns/Campaigns"));
const Campaign = behind(() => import("./pages/campaigns/Campaign"));
const Data = behind(() => import("./pages/data/Data"));
const SignIn = lazy(() => import("./pages/signin/SignIn"));

/** Who is nobody is asked for a key, wherever they wanted to go; then they are there. */
function Entrance({ children }: { children: ReactNode }) {
  const { data } = useQuery(session);
  return data?.how === "nobody" ? <SignIn /> : children;
}

export function App() {
  return (
    <Router base="/app">
      <Shell>
        <Suspense fallback={<PageLoading />}>
          <Entrance>
            <Switch>
              <Route path="/" component={Today} />
              <Route path="/inventory" component={Inventory} />
              <Route path="/products/:code" component={Product} />
              <Route path="/demand" component={Demand} />
              <Route path="/customers" component={Customers} />
              <Route path="/customers/:label" component={Segment} />
              <Route path="/plan" component={Plan} />
              <Route path="/campaigns" component={Campaigns} />
              <Route path="/campaigns/:id" component={Campaign} />
              <Route path="/data" component={Data} />
              <Route component={NotThere} />
            </Switch>
          </Entrance>
        </Suspense>
      </Shell>
    </Router>
  );
}
