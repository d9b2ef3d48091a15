"use client";
import { useEffect, useRef } from "react";
import classes from "./hints.module.css";

const localTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const utcTime = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

/** `16 Nov 2026, 09:12:44`, in the reader's zone first: made here, since the server doesn't know that zone. */
const timeText = (atMs: number): string => `${localTime.format(atMs)}\n${utcTime.format(atMs)} UTC`;

const textOf = (target: Element): string =>
  target.getAttribute("data-hint") ?? timeText(Number(target.getAttribute("data-time")));

const HINTED = "[data-hint], [data-time]";

/** A focused grid cell explains what stands in it. */
function hintedBy({ target, type }: Event): Element | null {
  if (!(target instanceof Element)) return null;
  return (
    target.closest(HINTED) ??
    (type === "focusin" && target.role === "gridcell" ? target.querySelector(HINTED) : null)
  );
}

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
 * One bubble for the whole page: shows the `data-hint` (a text) or `data-time` (epoch ms) of what is hovered or focused by keyboard. Eyes only; what
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
      const target = hintedBy(event);
      if (target === shown) return;
      if (
        target === null ||
        (event.type === "focusin" && document.querySelector(":focus-visible") === null)
      ) {
        hide();
        return;
      }
      shown = target;
      bubble.textContent = textOf(target);
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
