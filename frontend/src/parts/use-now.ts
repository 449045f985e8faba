import { useEffect, useState } from "preact/hooks";

const TICK_MILLIS = 30_000;

/** The time now, in ms since 1970, anew every half a minute: for words as "5 minutes ago". */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
