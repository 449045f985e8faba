import { QueryClientProvider } from "@tanstack/preact-query";
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from "preact-iso";
import { queries } from "./api/queries.ts";
import { Frame } from "./frame/frame.tsx";
import { NotFoundPage } from "./frame/not-found.tsx";
import { ServicesPage } from "./services/services-page.tsx";

const PlatformPage = lazy(() => import("./platform/index.tsx"));

/** Pages by address. The platform view is loaded when somebody goes there: it does not count for a first visit. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LocationProvider scope="/ui">
        <Frame>
          <ErrorBoundary>
            <Router>
              <Route path="/ui" component={ServicesPage} />
              <Route path="/ui/platform" component={PlatformPage} />
              <Route default component={NotFoundPage} />
            </Router>
          </ErrorBoundary>
        </Frame>
      </LocationProvider>
    </QueryClientProvider>
  );
}
