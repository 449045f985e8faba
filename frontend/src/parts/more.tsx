import { text } from "../text/index.ts";
import controls from "./controls.module.css";

interface Props {
  readonly list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The way to the next part of a list; nothing after the last one. */
export function More({ list }: Props) {
  if (!list.hasNextPage) return null;
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
