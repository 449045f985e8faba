import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { type Problem, UNREACHABLE } from "../api/problem.ts";
import { LetterTable } from "./dead-letters.tsx";
import type { OpenedLetter, Redrive } from "./letter-reads.ts";
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

test("of what is no text the length is told, and of an event who tells it again", () => {
  render(<LetterContent letter={{ ...NO_REQUEST, eventBase64: "AAECAw==", warnings: [] }} />);
  expect(screen.getByText("4 bytes that are no text")).toBeTruthy();
  expect(screen.getByText(`An event is told again by: pullway dead-letters redrive ${LETTER.id}`)).toBeTruthy();
});

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
