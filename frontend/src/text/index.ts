import { en, type Text } from "./en.ts";

/** What the application says. One language so far: another one is chosen here. */
export const text: Text = en;
