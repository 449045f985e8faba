import { renderHook } from "@testing-library/preact";
import { expect, test } from "vitest";
import { onThePage } from "../api/answering.ts";
import { useDelivery } from "./use-delivery.ts";

test("after a defect nobody waits for what was under way", async () => {
  const { result } = renderHook(useDelivery);
  const wish = { name: "rate/7", content: 4, keyed: false };
  const defect = () => Promise.reject(new SyntaxError("ours"));
  await expect(result.current?.start(wish, defect)).rejects.toThrow(SyntaxError);
  await onThePage();
  expect(result.current?.busy).toBe(false);
});
