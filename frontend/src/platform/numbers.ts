import { text } from "../text/index.ts";

/** Numbers for people, as their language writes them. */
export const { counted, rated, lasting, clock } = text.platform.numbers;
