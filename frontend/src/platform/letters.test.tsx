import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { type Problem, UNREACHABLE } from "../api/problem.ts";
import { LetterTable } from "./dead-letters.tsx";
import { isRedrivable, type OpenedLetter, type Redrive } from "./letter-reads.ts";
import { LetterContent } from "./open-letter.tsx";
import { Redriving } from "./redriving.tsx";

afterEach(cleanup);

const LETTER: OpenedLetter = {
  id: "0199a5e0-7c1f-7000-8000-00000000002a",
  buried: "2026-11-22T00:00:00Z",
  reason: "outcome-unknown",
  subject: "http.users.post",
  resource: "users",
  stream: "user-service",
  sequence: 7,
  deliveries: 2,
  bytes: 120,
  method: "POST",
  target: "/users",
  fields: [
    ["authorization", "***"],
    ["host", "shop.example"],
  ],
  body: '{"name":"Ada"}',
  warnings: ["credentials", "second-effect"],
};

const { method: _, target: __, fields: ___, body: ____, ...NO_REQUEST } = LETTER;

const EVENT: OpenedLetter = {
  ...NO_REQUEST,
  reason: "consumer-failed: averages",
  subject: "event.users.7.created",
  stream: "EVENTS_user-service",
  event: '{"id":"1"}',
  warnings: [],
};

const failed = (token: string, status: number): Redrive => {
  const problem: Problem = { ...UNREACHABLE, token, status };
  return { kind: "failed", problem };
};

test("the list tells reason and request, and opens the one that is chosen", () => {
  const open = vi.fn();
  render(<LetterTable letters={[{ ...NO_REQUEST, reason: "no-request: it has no start line" }, LETTER]} open={open} />);
  expect(screen.getByText("no-request")).toBeTruthy();
  expect(screen.getByText("http.users.post")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Open POST /users" }));
  expect(open).toHaveBeenCalledExactlyOnceWith(LETTER.id);
});

test("an opened letter shows what it holds and what to know before it is sent again", () => {
  render(<LetterContent letter={LETTER} />);
  expect(screen.getByText("***")).toBeTruthy();
  expect(screen.getByText('{"name":"Ada"}')).toBeTruthy();
  expect(screen.getByText(/which may have expired/)).toBeTruthy();
  expect(screen.getByText(/a second time/)).toBeTruthy();
});

test("of what is no text the length is told", () => {
  render(<LetterContent letter={{ ...NO_REQUEST, eventBase64: "AAECAw==", warnings: [] }} />);
  expect(screen.getByText("4 bytes that are no text")).toBeTruthy();
});

test("what is neither request nor event, or was too large, cannot be sent again", () => {
  expect(isRedrivable(LETTER)).toBe(true);
  expect(isRedrivable(EVENT)).toBe(true);
  expect(isRedrivable({ ...NO_REQUEST, reason: "no-request: it has no start line" })).toBe(false);
  expect(isRedrivable({ ...EVENT, reason: "no-event: it is not JSON" })).toBe(false);
  expect(isRedrivable({ ...EVENT, event: "", bytes: 0 })).toBe(false);
});

test("an event is told again by its service, and what became of it is told", async () => {
  const what = { id: LETTER.id, newId: "5", servedBy: "user-1", outcome: "told-again", status: 204, deleted: true };
  const onClose = vi.fn();
  const send = () => Promise.resolve<Redrive>({ kind: "told", what });
  render(<Redriving letter={EVENT} onTold={vi.fn()} onClose={onClose} send={send} />);
  expect(screen.getByText(/The service that told event.users.7.created tells it again/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Tell again" }));
  expect(await screen.findByText("It was told again. The letter is deleted.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).toHaveBeenCalledExactlyOnceWith(true);
});

test.each([
  ["not-redrivable", 409, "This cannot be sent again. Nothing was told.", false],
  ["no-instance", 503, /Nothing was told\.$/, true],
  ["outcome-unknown", 504, /^Nobody can say whether it was told\. To tell it twice does no harm/, true],
] as const)(
  "why an event was not told is said, and whether another try helps: %s",
  async (token, status, told, again) => {
    const send = () => Promise.resolve(failed(token, status));
    render(<Redriving letter={EVENT} onTold={vi.fn()} onClose={vi.fn()} send={send} />);
    fireEvent.click(screen.getByRole("button", { name: "Tell again" }));
    expect(await screen.findByText(told)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Tell again" }) !== null).toBe(again);
    const byOperator = `Who has looked at it can tell it by: pullway dead-letters redrive ${LETTER.id}`;
    expect(screen.queryByText(byOperator) !== null).toBe(token === "not-redrivable");
  },
);

test.each([
  [{ outcome: "answered", status: 204, deleted: true }, "Answered with 204 by user-1. The letter is deleted."],
  [{ outcome: "answered", status: 422, deleted: false }, "Answered with 422 by user-1. The letter is kept."],
  [{ outcome: "no-answer", status: 0, deleted: false }, /^No answer within 30 seconds.* The letter is kept.$/],
  [{ outcome: "gave-up", status: 500, deleted: false }, "It ended with gave-up (500). The letter is kept."],
] as const)("it is asked before it is sent again, and what became of it is told: %j", async (ended, told) => {
  const what = { id: LETTER.id, newId: "5", servedBy: "user-1", ...ended };
  const send = vi.fn(() => Promise.resolve<Redrive>({ kind: "told", what }));
  const onTold = vi.fn();
  const onClose = vi.fn();
  render(<Redriving letter={LETTER} onTold={onTold} onClose={onClose} send={send} />);
  expect(send).not.toHaveBeenCalled();

  const button = screen.getByRole("button", { name: "Send again" });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(await screen.findByText(told)).toBeTruthy();

  expect(send).toHaveBeenCalledExactlyOnceWith(LETTER.id);
  expect(onTold).toHaveBeenCalledOnce();
  expect(screen.queryByRole("button", { name: "Send again" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).toHaveBeenCalledExactlyOnceWith(ended.deleted);
});

test.each([
  ["unreachable", 0],
  ["outcome-unknown", 504],
])("where nobody knows whether it was sent it cannot be sent by the next click: %s", async (token, status) => {
  const send = () => Promise.resolve(failed(token, status));
  render(<Redriving letter={LETTER} onTold={vi.fn()} onClose={vi.fn()} send={send} />);
  fireEvent.click(screen.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText(/Nobody can say whether it was sent/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Send again" })).toBeNull();
});

test("what was certainly not sent can be sent", async () => {
  const send = () => Promise.resolve(failed("not-accepted", 503));
  render(<Redriving letter={LETTER} onTold={vi.fn()} onClose={vi.fn()} send={send} />);
  fireEvent.click(screen.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText(/Nothing was sent/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Send again" })).toBeTruthy();
});
