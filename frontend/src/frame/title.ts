import { useEffect } from "preact/hooks";
import { text } from "../text/index.ts";

/** Names the page in the browser's tab and history; screen readers say it when the page changes. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    document.title = title ? `${title} · ${text.app.name}` : text.app.name;
  }, [title]);
}
