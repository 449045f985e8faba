import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { type Problem, UNREACHABLE } from "../api/problem.ts";
import { type Delivery, type DeliveryState, useDelivery } from "../session/use-delivery.ts";
import { type Draft, EMPTY } from "./draft.ts";
import { RatingForm } from "./rating-form.tsx";

afterEach(cleanup);

const problem = (token: string, status: number, more: Partial<Problem> = {}): Problem => ({
  ...UNREACHABLE,
  token,
  status,
  ...more,
});

function shown(state: DeliveryState, draft: Draft = { score: 4, comment: "" }) {
  const send = vi.fn();
  const write = vi.fn();
  const busy = state.kind !== "idle" && state.kind !== "failed";
  const delivery: Delivery = { state, busy, start: vi.fn(), cancel: vi.fn() };
  render(<RatingForm draft={draft} write={write} delivery={delivery} action="Rate" send={send} />);
  return { send, write, delivery };
}

test("without stars nothing is sent, and it says what is missing", () => {
  const { send } = shown({ kind: "idle" }, EMPTY);
  fireEvent.click(screen.getByRole("button", { name: "Rate" }));
  expect(screen.getByRole("alert").textContent).toBe("Choose one to five stars.");
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: "1 star" }));
  expect(send).not.toHaveBeenCalled();
});

test("what is being sent cannot be changed meanwhile, and what is wrong can be", () => {
  const { write } = shown({ kind: "sending" });
  fireEvent.click(screen.getByRole("radio", { name: "2 stars" }));
  expect(write).not.toHaveBeenCalled();
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Comment/).readOnly).toBe(true);
  cleanup();
  const { write: mend } = shown({ kind: "failed", problem: problem("invalid-input", 422) });
  fireEvent.click(screen.getByRole("radio", { name: "2 stars" }));
  expect(mend).toHaveBeenCalledWith({ score: 2, comment: "" });
});

test("refused it counts down, and can be cancelled", () => {
  const { delivery } = shown({ kind: "refused", problem: problem("overloaded", 503), until: Date.now() + 7_000 });
  expect(screen.getByText("Trying again in 7 s")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(delivery.cancel).toHaveBeenCalledOnce();
});

test("an unknown outcome is being looked for", () => {
  shown({ kind: "checking", problem: problem("outcome-unknown", 504) });
  expect(screen.getByText("We do not know yet whether it was done")).toBeTruthy();
  expect(screen.getByText("Checking …")).toBeTruthy();
});

test("when the time is over nobody says that it goes on by itself, and there is a way to go on", () => {
  shown({ kind: "failed", problem: UNREACHABLE });
  expect(screen.getByText(/We have stopped trying/)).toBeTruthy();
  expect(screen.queryByText(/by itself/)).toBeNull();
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("a session that has ended leads to signing in", () => {
  shown({ kind: "failed", problem: problem("session-ended", 401) });
  const link = screen.getByRole("link", { name: "Sign in again" });
  expect(link.getAttribute("href")).toMatch(/^\/api\/-\/sign-in\?return=/);
});

test("what is wrong with a field stands beside it", () => {
  const errors = [{ field: "comment", detail: "is refused" }];
  shown({ kind: "failed", problem: problem("invalid-input", 422, { errors }) });
  expect(screen.getByLabelText(/Comment/).getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("is refused")).toBeTruthy();
});

test("a second click while the first is under way sends nothing", () => {
  const sent = vi.fn(() => new Promise<never>(() => {}));
  function Twice() {
    const delivery = useDelivery();
    const send = () => void delivery.start({ name: "rate/7", content: 4, keyed: true }, sent);
    return <RatingForm draft={{ ...EMPTY, score: 4 }} write={vi.fn()} delivery={delivery} action="Rate" send={send} />;
  }
  render(<Twice />);
  const button = screen.getByRole("button", { name: "Rate" });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(sent).toHaveBeenCalledOnce();
});
