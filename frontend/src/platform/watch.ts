import { useEffect, useState } from "preact/hooks";
import { after, type View } from "./model.ts";
import type { Picture } from "./picture.ts";

const ADDRESS = "/api/-/platform";
const AGAIN_MILLIS = 5_000;

/** Why nothing is shown; `busy` changes by itself. */
export type Refusal = "unauthorized" | "forbidden" | "absent" | "busy";

export interface Watched {
  /** The last one that was told; undefined before the first. */
  readonly view: View | undefined;
  readonly state: "connecting" | "live" | "lost" | Refusal;
}

/** How the platform is, as long as the component is there. */
export function usePlatform(): Watched {
  const [watched, setWatched] = useState<Watched>({ view: undefined, state: "connecting" });
  useEffect(() => watch(setWatched), []);
  return watched;
}

/**
 * Watches the platform until the returned function is called, and comes back by itself after an interruption.
 *
 * @param change told what each picture and each interruption changes
 * @param open how a stream is opened; a test has its own
 * @param ask why it was refused; a test has its own
 */
export function watch(
  change: (by: (before: Watched) => Watched) => void,
  open = (url: string) => new EventSource(url),
  ask = reason,
): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout>;
  const gone = new AbortController();
  const connect = () => {
    source = open(ADDRESS);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const picture: Picture = JSON.parse(data);
      change(({ view }) => ({ view: after(view, picture, performance.now()), state: "live" }));
    };
    source.onerror = () => {
      change(({ view, state }) => ({ view, state: view ? "lost" : state }));
      // Open or connecting again: the browser goes on by itself.
      if (source.readyState === EventSource.CLOSED) void explain();
    };
  };
  const explain = async () => {
    const state = await ask(gone.signal);
    if (gone.signal.aborted) return;
    change(({ view }) => ({ view, state }));
    if (state === "lost" || state === "busy") again = setTimeout(connect, AGAIN_MILLIS);
  };
  connect();
  return () => {
    gone.abort();
    clearTimeout(again);
    source.close();
  };
}

/** An EventSource does not tell why it was refused: the same question by another way does. */
async function reason(gone: AbortSignal): Promise<Refusal | "lost"> {
  const enough = new AbortController();
  try {
    const { status } = await fetch(ADDRESS, { signal: AbortSignal.any([gone, enough.signal]), cache: "no-store" });
    if (status === 401) return "unauthorized";
    if (status === 403) return "forbidden";
    if (status === 404) return "absent";
    return status === 503 ? "busy" : "lost";
  } catch {
    return "lost";
  } finally {
    enough.abort();
  }
}
