import { text } from "../text/index.ts";
import controls from "./controls.module.css";
import { ReadFailed } from "./notes.tsx";

interface Props {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly fetchNextPage: () => unknown;
  };
}

/** The way to the next part of a list, or why that could not be read; nothing after the last one. */
export function More({ list }: Props) {
  if (!list.hasNextPage) return null;
  if (list.error && list.isFetchNextPageError && !list.isFetchingNextPage) {
    return <ReadFailed error={list.error} again={() => void list.fetchNextPage()} />;
  }
  return (
    <button
      type="button"
      class={`${controls.button} ${controls.more}`}
      aria-disabled={list.isFetchingNextPage}
      onClick={() => list.isFetchingNextPage || list.fetchNextPage()}
    >
      {list.isFetchingNextPage ? text.app.loading : text.app.more}
    </button>
  );
}
