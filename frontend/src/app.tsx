import { QueryClientProvider } from "@tanstack/preact-query";
import { LocationProvider, lazy, Route, Router } from "preact-iso";
import { queries } from "./api/queries.ts";
import { FailureBoundary } from "./frame/failure-boundary.tsx";
import { Frame } from "./frame/frame.tsx";
import { NotFoundPage } from "./frame/not-found.tsx";
import { ModerationPage } from "./moderation/moderation-page.tsx";
import { PeoplePage } from "./people/people-page.tsx";
import { PersonPage } from "./people/person-page.tsx";
import { ServicePage } from "./services/service-page.tsx";
import { ServicesPage } from "./services/services-page.tsx";

const PlatformPage = lazy(() => import("./platform/index.tsx"));

/** Pages by address. The platform view is loaded when somebody goes there: it does not count for a first visit. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LocationProvider scope="/ui">
        <Frame>
          <FailureBoundary>
            <Router>
              <Route path="/ui" component={ServicesPage} />
              <Route path="/ui/services/:id" component={ServicePage} />
              <Route path="/ui/people" component={PeoplePage} />
              <Route path="/ui/people/:id" component={PersonPage} />
              <Route path="/ui/moderation" component={ModerationPage} />
              <Route path="/ui/platform" component={PlatformPage} />
              <Route default component={NotFoundPage} />
            </Router>
          </FailureBoundary>
        </Frame>
      </LocationProvider>
    </QueryClientProvider>
  );
}
