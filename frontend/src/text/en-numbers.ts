const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const rate = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** Numbers and times of the platform view, in English. */
export const numbers = {
  /** A whole number: `12,345`. */
  counted: (value: number) => count.format(value),
  /** Of few a second the tenths matter, of many they only flicker. */
  rated: (perSecond: number) => (perSecond < 10 ? rate : count).format(perSecond),
  /** A time, with two digits that mean something: `0.8 ms`, `12 ms`, `3.4 s`, `2 min`. */
  lasting(ms: number): string {
    if (ms < 10) return `${rate.format(ms)} ms`;
    if (ms < 1000) return `${count.format(ms)} ms`;
    if (ms < 10_000) return `${rate.format(ms / 1000)} s`;
    return ms < 120_000 ? `${count.format(ms / 1000)} s` : `${count.format(ms / 60_000)} min`;
  },
  /** When it was, of the last minutes: `20:15:07`. @param time as in a picture */
  clock: (time: string) => clock.format(new Date(time)),
};
