import "./theme/tokens.css";
import "./theme/base.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { chosenTheme, showTheme } from "./theme/theme.ts";

showTheme(chosenTheme());
const place = document.getElementById("app");
if (!place) throw new Error("index.html has no #app");
render(<App />, place);
