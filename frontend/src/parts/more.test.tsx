import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { ProblemError, UNREACHABLE } from "../api/problem.ts";
import { More } from "./more.tsx";

afterEach(cleanup);

test("a next part that could not be read is told, and asked for again", () => {
  const fetchNextPage = vi.fn();
  const list = { hasNextPage: true, isFetchingNextPage: false, isFetchNextPageError: true, fetchNextPage };
  render(<More list={{ ...list, error: new ProblemError(UNREACHABLE) }} />);
  expect(screen.getByRole("alert").textContent).toContain("There is no connection");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(fetchNextPage).toHaveBeenCalledOnce();
});
