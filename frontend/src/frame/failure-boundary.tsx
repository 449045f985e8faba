import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ErrorBoundary } from "preact-iso";
import controls from "../parts/controls.module.css";
import { text } from "../text/index.ts";

/** Shows what to do where a page has a defect, instead of nothing. Waits for pages that are still being loaded. */
export function FailureBoundary({ children }: { children: ComponentChildren }) {
  const [failed, setFailed] = useState(false);
  const onError = (error: Error) => {
    console.error(error);
    setFailed(true);
  };
  if (!failed) return <ErrorBoundary onError={onError}>{children}</ErrorBoundary>;
  return (
    <div role="alert">
      <h1>{text.failed.title}</h1>
      <p>{text.failed.explained}</p>
      <button type="button" class={controls.button} onClick={() => location.reload()}>
        {text.failed.reload}
      </button>
    </div>
  );
}
