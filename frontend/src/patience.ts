import { configure } from "@testing-library/preact";

/** How long a test waits for what has to appear, in milliseconds: a busy machine takes its time. For every test. */
configure({ asyncUtilTimeout: 15_000 });
