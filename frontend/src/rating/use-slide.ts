import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const MILLIS = 320;

/**
 * Lets the children of a list slide to where they belong when others come or go above them, instead of jumping there.
 * Children are known by `data-id`. Nothing moves for who has asked the system for that.
 *
 * @param content what the list shows; positions are looked at when it is another one
 */
export function useSlide(place: RefObject<HTMLElement>, content: unknown) {
  const before = useRef(new Map<string, number>());
  // Looked at when the content has changed.
  useLayoutEffect(() => {
    const now = new Map<string, number>();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const child of place.current?.children ?? []) {
      if (!(child instanceof HTMLElement) || !child.dataset.id) continue;
      const top = child.offsetTop;
      now.set(child.dataset.id, top);
      const was = before.current.get(child.dataset.id);
      if (still || before.current.size === 0) continue;
      if (was === undefined) child.animate({ opacity: [0, 1] }, { duration: MILLIS, easing: "ease-out" });
      else if (was !== top) {
        child.animate(
          { transform: [`translateY(${was - top}px)`, "none"] },
          { duration: MILLIS, easing: "cubic-bezier(.2,.8,.3,1)" },
        );
      }
    }
    before.current = now;
  }, [content]);
}
