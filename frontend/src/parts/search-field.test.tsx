import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SearchField } from "./search-field.tsx";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function shown(value: string, onSearch: (text: string) => void) {
  const field = (now: string, handler: (text: string) => void) => (
    <SearchField label="Search" hint="" longest={100} value={now} onSearch={handler} />
  );
  const { rerender } = render(field(value, onSearch));
  const input = screen.getByLabelText<HTMLInputElement>("Search");
  return {
    input,
    type: (text: string) => fireEvent.input(input, { target: { value: text } }),
    becomes: (now: string, handler = onSearch) => rerender(field(now, handler)),
    pass: (millis: number) => act(() => void vi.advanceTimersByTime(millis)),
  };
}

test("a blank between two words stays, though the search is without it", () => {
  const onSearch = vi.fn();
  const { input, type, becomes, pass } = shown("", onSearch);
  type("red ");
  pass(200);
  expect(onSearch).toHaveBeenCalledExactlyOnceWith("red");
  becomes("red");
  expect(input.value).toBe("red ");
});

test("who searches later has the filters of then", () => {
  const before = vi.fn();
  const now = vi.fn();
  const { type, becomes, pass } = shown("", before);
  type("red");
  pass(100);
  becomes("", now);
  pass(100);
  expect(now).toHaveBeenCalledExactlyOnceWith("red");
  expect(before).not.toHaveBeenCalled();
});

test("changed from outside, it shows that", () => {
  const { input, becomes } = shown("red", vi.fn());
  becomes("");
  expect(input.value).toBe("");
});
