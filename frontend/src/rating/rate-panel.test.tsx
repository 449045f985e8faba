import { QueryClientProvider } from "@tanstack/preact-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Answers, answering, onThePage, Refusal, result } from "../api/answering.ts";
import { api, type Rating } from "../api/client.ts";
import { queries } from "../api/queries.ts";
import { ANNA, AS_ANNA, NOBODY, rating } from "../api/samples.ts";
import { signOut } from "../session/session.ts";
import { RatePanel } from "./rate-panel.tsx";

let answers: Answers;
let own: Rating | null;

beforeEach(() => {
  sessionStorage.clear();
  queries.clear();
  own = null;
  answers = {
    "/-/session": () => AS_ANNA,
    "/users/-/own": () => ANNA,
    "/ratings": () => (own ? [own] : []),
    "/ratings/{id}": () => own,
  };
  answering(answers);
});
afterEach(cleanup);

const shown = () =>
  render(
    <QueryClientProvider client={queries}>
      <RatePanel serviceId={7} />
    </QueryClientProvider>,
  );

/** What was posted, and how the test answers it. */
function posting() {
  const sent: {
    body: unknown;
    headers: Record<string, string>;
    signal: AbortSignal;
    answer: (told: unknown) => void;
  }[] = [];
  vi.spyOn(api, "POST").mockImplementation(
    ((_: string, request: (typeof sent)[number]) =>
      new Promise((resolve) => {
        sent.push({ ...request, answer: (told) => resolve(result(told)) });
      })) as never,
  );
  return sent;
}

async function rate(stars: string, comment: string) {
  fireEvent.click(await screen.findByRole("radio", { name: stars }));
  fireEvent.input(screen.getByLabelText(/Comment/), { target: { value: comment } });
  fireEvent.click(screen.getByRole("button", { name: "Rate" }));
  await screen.findByText("Sending …");
}

const readAnew = () => queries.invalidateQueries({ queryKey: ["own rating"] });

test("a rating that is heard of before its answer, after a second click, does not cut the first one off", async () => {
  const sent = posting();
  shown();
  await rate("4 stars", "Quick.");
  fireEvent.click(screen.getByText("Sending …"));
  own = rating();
  await readAnew();
  await waitFor(() => expect(queries.getQueryData(["own rating", 7, 1])).toEqual(own));
  await onThePage();
  expect(screen.getByText("Sending …")).toBeTruthy();
  expect(sent).toHaveLength(1);
  expect(sent[0]?.signal.aborted).toBe(false);
  sent[0]?.answer(own);
  await screen.findByText("Thank you. Your rating is published.");
});

test("after a rating whose answer nobody waited for, the next one of the same words is another one", async () => {
  const sent = posting();
  shown();
  await rate("4 stars", "Quick.");
  cleanup();
  own = rating();
  queries.clear();
  shown();
  await screen.findByRole("button", { name: "Withdraw" });
  own = null;
  await readAnew();
  await screen.findByRole("button", { name: "Rate" });
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Comment/).value).toBe("");
  await rate("4 stars", "Quick.");
  expect(sent).toHaveLength(2);
  expect(sent[1]?.body).toEqual(sent[0]?.body);
  expect(sent[1]?.headers["Idempotency-Key"]).not.toBe(sent[0]?.headers["Idempotency-Key"]);
});

test("a rating of another window is told of and shown, one that is still being worked on is not taken for it", async () => {
  const sent = posting();
  shown();
  await rate("4 stars", "Quick.");
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 200_000);
  sent[0]?.answer(new Refusal(409, "still-running"));
  await screen.findByText(/We have stopped asking/);
  expect(screen.queryByText(/You have rated this already/)).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  own = rating({ comment: "From elsewhere." });
  sent[1]?.answer(new Refusal(409));
  await screen.findByText(/You have rated this already/);
  await screen.findByText("From elsewhere.");
});

const comment = () => screen.getByLabelText<HTMLTextAreaElement>(/Comment/).value;

test("a session that ends takes no word away; who signs out takes all along", async () => {
  const sent = posting();
  shown();
  await rate("4 stars", "Quick.");
  answers["/-/session"] = () => NOBODY;
  sent[0]?.answer(new Refusal(401, "session-ended"));
  const again = await screen.findByRole("link", { name: "Sign in again" });
  expect(again.getAttribute("href")).toMatch(/sign-in/);
  await waitFor(() => expect(queries.getQueryData(["session"])).toEqual(NOBODY));
  await onThePage();
  expect(comment()).toBe("Quick.");

  const left = signOut();
  await waitFor(() => expect(sent).toHaveLength(2));
  sent[1]?.answer({});
  await left;
  await screen.findByText("Sign in to say what you think.");
  expect(JSON.stringify(sessionStorage)).not.toContain("Quick.");
});

test("the next one in this tab does not find what another one was about to say", async () => {
  posting();
  shown();
  fireEvent.input(await screen.findByLabelText(/Comment/), { target: { value: "Between us." } });
  cleanup();
  queries.clear();
  answers["/-/session"] = () => ({ ...AS_ANNA, subject: "mateo" });
  answers["/users/-/own"] = () => ({ ...ANNA, id: 2 });
  shown();
  await screen.findByLabelText(/Comment/);
  expect(comment()).toBe("");
});

test("a name that somebody was about to give is still there after signing in again", async () => {
  answers["/users/-/own"] = () => null;
  shown();
  fireEvent.input(await screen.findByLabelText("First name"), { target: { value: "Annabel" } });
  cleanup();
  shown();
  expect((await screen.findByLabelText<HTMLInputElement>("First name")).value).toBe("Annabel");
});

test("the focus goes along: into the form that opens, back to its button, and to each word of what went well", async () => {
  own = rating();
  vi.spyOn(api, "PATCH").mockImplementation((async () => result(own)) as never);
  shown();
  const edit = () => screen.findByRole("button", { name: "Edit" });
  const focused = (name: RegExp | string) => waitFor(() => expect(document.activeElement?.textContent).toMatch(name));
  fireEvent.click(await edit());
  const stars = await screen.findByRole("radio", { name: "4 stars" });
  await waitFor(() => expect(document.activeElement).toBe(stars));
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await focused("Edit");
  for (const _ of [1, 2]) {
    fireEvent.click(await edit());
    fireEvent.click(await screen.findByRole("button", { name: "Save changes" }));
    await focused("Your changes are published.");
  }
});
