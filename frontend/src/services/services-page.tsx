import { useTitle } from "../frame/title.ts";
import { text } from "../text/index.ts";

export function ServicesPage() {
  useTitle(undefined);
  return <h1>{text.app.services}</h1>;
}
