import { useTitle } from "../frame/title.ts";
import { text } from "../text/index.ts";

/** The window into the platform. */
export default function PlatformPage() {
  useTitle(text.platform.title);
  return <h1>{text.platform.title}</h1>;
}
