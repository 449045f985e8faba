import { QueryClientProvider } from "@tanstack/preact-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answering, result } from "../api/answering.ts";
import { api, type Rating } from "../api/client.ts";
import { queries } from "../api/queries.ts";
import { ANNA, AS_ANNA, rating } from "../api/samples.ts";
import { RatingsList } from "./ratings-list.tsx";

beforeEach(() => queries.clear());
afterEach(cleanup);

test("a deletion that is heard of before its answer does not take the question away, and is told", async () => {
  let ratings: Rating[] = [rating({ comment: "Not nice." }), rating({ id: 6, comment: "Nice." })];
  answering({
    "/-/session": () => ({ ...AS_ANNA, subject: "chidi", roles: ["moderator"] }),
    "/users/-/own": () => null,
    "/users/{id}": () => ANNA,
    "/services/{id}": () => ({ id: 7, name: "Delivery" }),
    "/ratings": () => ratings,
  });
  let answer = (_: unknown) => {};
  vi.spyOn(api, "DELETE").mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }) as never,
  );
  render(
    <QueryClientProvider client={queries}>
      <RatingsList filter={{}} show="both" empty={{ title: "Nothing" }} />
    </QueryClientProvider>,
  );
  const row = (await screen.findByText("Not nice.")).closest("li") as HTMLElement;
  fireEvent.click(await within(row).findByRole("button", { name: "Delete" }));
  fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
  ratings = ratings.slice(1);
  await queries.invalidateQueries({ queryKey: ["ratings"] });
  await waitFor(() => expect(screen.queryByText("Not nice.")).toBeNull());
  expect(screen.getByRole("dialog")).toBeTruthy();
  answer(result(undefined));
  const note = await screen.findByText("The rating is deleted.");
  await waitFor(() => expect(document.activeElement).toBe(note));
  expect(screen.queryByRole("dialog")).toBeNull();
});
