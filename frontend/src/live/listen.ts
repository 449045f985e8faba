/** `refused`: the service does not let this browser listen. */
export type LiveState = "connecting" | "live" | "refused";

export interface Listener {
  /** A rating of this service was made, changed or withdrawn. */
  heard(serviceId: number): void;
  /** Something may have been missed: what is shown is to be read anew. */
  missed(): void;
  tell(state: LiveState): void;
}

const AGAIN_MILLIS = 3_000;

/**
 * Listens to a topic (docs/live-updates.md) until the returned function is called. A broken connection comes back by
 * itself and misses nothing: the browser sends the id of the last event. When a stream has begun, the first one and each
 * after a refusal, and where it has a gap, the listener is told that it may have missed something.
 *
 * @param open how a stream is opened; a test has its own
 */
export function listen(topic: string, listener: Listener, open = (url: string) => new EventSource(url)): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A stream without the id of a last event begins now: what was read before it may be older.
  let afresh = true;

  const end = (state: LiveState) => {
    source.close();
    clearTimeout(timer);
    listener.tell(state);
  };

  const connect = () => {
    listener.tell("connecting");
    source = open(`/api/-/events?topic=${encodeURIComponent(topic)}`);
    source.onopen = () => {
      listener.tell("live");
      if (afresh) listener.missed();
      afresh = false;
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const serviceId = serviceOf(data);
      if (serviceId !== undefined) listener.heard(serviceId);
    };
    source.addEventListener("gap", () => listener.missed());
    source.addEventListener("cut", (told) => {
      if (reasonOf((told as MessageEvent<string>).data) === "not-allowed") end("refused");
    });
    source.onerror = () => {
      listener.tell("connecting");
      // Open or connecting again: the browser goes on by itself. Closed: the answer was no stream, and a new one begins
      // without the id of the last event.
      if (source.readyState !== EventSource.CLOSED) return;
      afresh = true;
      timer = setTimeout(connect, AGAIN_MILLIS);
    };
  };

  connect();
  return () => end("connecting");
}

/** Of a CloudEvent about a rating; undefined for what is none. */
function serviceOf(data: string): number | undefined {
  if (data === "") return undefined;
  const event = JSON.parse(data) as { type?: string; data?: { serviceId?: number } };
  return event.type?.startsWith("io.pullway.rating.") ? event.data?.serviceId : undefined;
}

function reasonOf(data: string): string | undefined {
  return (JSON.parse(data) as { reason?: string }).reason;
}
