"use client";
import { useEffect, useRef } from "react";
import classes from "./hints.module.css";

const GAP_PX = 6;
const EDGE_PX = 8;

/** Below what it explains, above it where the window ends; never past the sides. */
function place(bubble: HTMLElement, target: Element) {
  const box = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const left = box.left + box.width / 2 - width / 2;
  const below = box.bottom + GAP_PX;
  const top = below + height > innerHeight - EDGE_PX ? box.top - height - GAP_PX : below;
  bubble.style.translate = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px ${top}px`;
}

/**
 * One bubble for the whole page: shows the `data-hint` of what is hovered or focused by keyboard. Eyes only; what
 * screen readers need stands in the text or label of the element itself.
 */
export function Hints() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bubble = ref.current;
    if (bubble === null) return;
    let shown: Element | null = null;
    const hide = () => {
      shown = null;
      bubble.hidden = true;
    };
    const show = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest("[data-hint]") : null;
      if (target === shown) return;
      if (target === null || (event.type === "focusin" && !target.matches(":focus-visible"))) {
        hide();
        return;
      }
      shown = target;
      bubble.textContent = target.getAttribute("data-hint");
      bubble.hidden = false;
      place(bubble, target);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    const leave = new AbortController();
    const { signal } = leave;
    document.addEventListener("pointerover", show, { signal });
    document.addEventListener("focusin", show, { signal });
    document.addEventListener("focusout", hide, { signal });
    document.addEventListener("pointerdown", hide, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
    document.addEventListener("keydown", onKey, { signal });
    return () => leave.abort();
  }, []);
  return <div ref={ref} className={classes.hint} hidden aria-hidden="true" />;
}
