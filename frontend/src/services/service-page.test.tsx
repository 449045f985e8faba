import { QueryClientProvider } from "@tanstack/preact-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answering, onThePage, Refusal, result } from "../api/answering.ts";
import { api } from "../api/client.ts";
import { queries } from "../api/queries.ts";
import { ANNA, AS_ANNA, DELIVERY, rating, UNRATED } from "../api/samples.ts";
import { NotFoundPage } from "../frame/not-found.tsx";
import { ServicePage } from "./service-page.tsx";

/** A stream of events in which nothing happens. */
class Quiet extends EventTarget {
  close() {}
}

beforeEach(() => {
  vi.stubGlobal("EventSource", Quiet);
  sessionStorage.clear();
  queries.clear();
  history.replaceState(null, "", "/ui/services/7");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function shown() {
  render(
    <QueryClientProvider client={queries}>
      <LocationProvider>
        <Router>
          <Route path="/ui/services/:id" component={ServicePage} />
          <Route default component={NotFoundPage} />
        </Router>
      </LocationProvider>
    </QueryClientProvider>,
  );
}

test("reads that fail in the background take nothing away: no name, no form, and nothing that is being sent", async () => {
  const answers = {
    "/-/session": (): unknown => AS_ANNA,
    "/users/-/own": (): unknown => ANNA,
    "/services/{id}": (): unknown => DELIVERY,
    "/services/{id}/statistics": (): unknown => UNRATED,
    "/ratings": (): unknown => [],
  };
  answering(answers);
  let answer = (_: unknown) => {};
  const post = vi.spyOn(api, "POST").mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }) as never,
  );
  shown();
  fireEvent.click(await screen.findByRole("radio", { name: "4 stars" }));
  fireEvent.click(screen.getByRole("button", { name: "Rate" }));
  await screen.findByText("Sending …");

  for (const path of Object.keys(answers) as (keyof typeof answers)[]) answers[path] = () => new Refusal(500);
  await queries.invalidateQueries();
  await waitFor(() => expect(queries.getQueryState(["service", 7])?.status).toBe("error"));
  await waitFor(() => expect(queries.getQueryState(["profile", "anna"])?.status).toBe("error"));
  await onThePage();
  expect(screen.getByRole("heading", { name: "Delivery" })).toBeTruthy();
  expect(screen.getByText("Sending …")).toBeTruthy();
  const sent = post.mock.calls[0]?.[1] as { signal?: AbortSignal } | undefined;
  expect(sent?.signal?.aborted).toBe(false);
  answer(result(rating()));
  await screen.findByText("Thank you. Your rating is published.");
});

test("who has a profile that cannot be read is not asked for a name", async () => {
  answering({
    "/-/session": () => AS_ANNA,
    "/users/-/own": () => new Refusal(500),
    "/services/{id}": () => DELIVERY,
    "/services/{id}/statistics": () => UNRATED,
    "/ratings": () => [],
  });
  shown();
  await screen.findByText("The service has failed");
  expect(screen.queryByLabelText("First name")).toBeNull();
});
