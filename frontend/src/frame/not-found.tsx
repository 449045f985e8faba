import { text } from "../text/index.ts";
import { useTitle } from "./title.ts";

export function NotFoundPage() {
  useTitle(text.notFound.title);
  return (
    <>
      <h1>{text.notFound.title}</h1>
      <p>{text.notFound.explained}</p>
      <p>
        <a href="/ui">{text.notFound.back}</a>
      </p>
    </>
  );
}
