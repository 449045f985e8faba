import { text } from "../text/index.ts";
import styles from "./frame.module.css";
import { useTitle } from "./title.ts";

export function NotFoundPage() {
  useTitle(text.notFound.title);
  return (
    <div class={styles.nothing}>
      <h1>{text.notFound.title}</h1>
      <p>{text.notFound.explained}</p>
      <p>
        <a href="/ui">{text.notFound.back}</a>
      </p>
    </div>
  );
}
