import { QueryClientProvider } from "@tanstack/preact-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answering, result } from "../api/answering.ts";
import { api } from "../api/client.ts";
import { keyFor } from "../api/keys.ts";
import { queries } from "../api/queries.ts";
import { ANNA, AS_ANNA } from "../api/samples.ts";
import { PersonPage } from "./person-page.tsx";

beforeEach(() => {
  sessionStorage.clear();
  queries.clear();
  history.replaceState(null, "", "/ui/people/1");
  answering({
    "/-/session": () => AS_ANNA,
    "/users/-/own": () => ANNA,
    "/users/{id}": () => ANNA,
    "/ratings": () => [],
  });
});
afterEach(cleanup);

const shown = () =>
  render(
    <QueryClientProvider client={queries}>
      <LocationProvider>
        <Router>
          <Route path="/ui/people/:id" component={PersonPage} />
          <Route default component={() => <p>Elsewhere</p>} />
        </Router>
      </LocationProvider>
    </QueryClientProvider>,
  );

test("who has deleted the profile makes a new one under a key of its own", async () => {
  const name = { firstName: "Anna", lastName: "Berg" };
  const before = keyFor("profile/anna", name);
  vi.spyOn(api, "DELETE").mockImplementation((async () => result(undefined)) as never);
  shown();
  fireEvent.click(await screen.findByRole("button", { name: "Delete the profile" }));
  fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete the profile" }));
  await screen.findByText("Elsewhere");
  await waitFor(() => expect(keyFor("profile/anna", name)).not.toBe(before));
});

test("a name that somebody was about to change is still there after signing in again", async () => {
  shown();
  fireEvent.click(await screen.findByRole("button", { name: "Change the name" }));
  fireEvent.input(await screen.findByLabelText("First name"), { target: { value: "Annabel" } });
  cleanup();
  shown();
  fireEvent.click(await screen.findByRole("button", { name: "Change the name" }));
  expect((await screen.findByLabelText<HTMLInputElement>("First name")).value).toBe("Annabel");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  fireEvent.click(await screen.findByRole("button", { name: "Change the name" }));
  expect((await screen.findByLabelText<HTMLInputElement>("First name")).value).toBe("Anna");
});

test("the focus goes into the form for the name, and back to its button", async () => {
  shown();
  fireEvent.click(await screen.findByRole("button", { name: "Change the name" }));
  const first = await screen.findByLabelText("First name");
  await waitFor(() => expect(document.activeElement).toBe(first));
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  const button = await screen.findByRole("button", { name: "Change the name" });
  await waitFor(() => expect(document.activeElement).toBe(button));
});
