import { QueryClientProvider } from "@tanstack/preact-query";
import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answering, onThePage, Refusal } from "../api/answering.ts";
import { queries } from "../api/queries.ts";
import { ANNA } from "../api/samples.ts";
import { UserName } from "./user-name.tsx";

beforeEach(() => queries.clear());
afterEach(cleanup);

const shown = () =>
  render(
    <QueryClientProvider client={queries}>
      <UserName id={1} />
    </QueryClientProvider>,
  );

test("who is known keeps the name when a later read of it fails", async () => {
  const answers = { "/users/{id}": (): unknown => ANNA };
  answering(answers);
  shown();
  await screen.findByText("Anna Berg");
  answers["/users/{id}"] = () => new Refusal(500);
  await queries.invalidateQueries();
  await waitFor(() => expect(queries.getQueryState(["user", 1])?.status).toBe("error"));
  await onThePage();
  expect(screen.getByText("Anna Berg")).toBeTruthy();
});

test("who is not there any more is somebody", async () => {
  answering({ "/users/{id}": () => new Refusal(404) });
  shown();
  await screen.findByText("Somebody");
});
