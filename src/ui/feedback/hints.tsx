"use client";
import { useEffect, useRef } from "react";
import classes from "./hints.module.css";

const localTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const utcTime = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

/** `16 Nov 2026, 09:12:44` in the reader's time zone and in UTC. Only the browser knows the reader's zone. */
const timeText = (atMs: number): string => `${localTime.format(atMs)}\n${utcTime.format(atMs)} UTC`;

const textOf = (target: Element): string =>
  target.getAttribute("data-hint") ?? timeText(Number(target.getAttribute("data-time")));

const HINTED = "[data-hint], [data-time]";

/** The element whose hint an event shows: the closest one, or one inside a focused grid cell. */
function hintedBy({ target, type }: Event): Element | null {
  if (!(target instanceof Element)) return null;
  return (
    target.closest(HINTED) ??
    (type === "focusin" && target.role === "gridcell" ? target.querySelector(HINTED) : null)
  );
}

const GAP_PX = 6;
const EDGE_PX = 8;

/** Places the tooltip below the element, or above it if the window ends; never past the window's sides. */
function place(tooltip: HTMLElement, target: Element) {
  const box = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const left = box.left + box.width / 2 - width / 2;
  const below = box.bottom + GAP_PX;
  const top = below + height > innerHeight - EDGE_PX ? box.top - height - GAP_PX : below;
  tooltip.style.translate = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px ${top}px`;
}

/**
 * One tooltip for the whole page. Shows the `data-hint` (a text) or `data-time` (epoch ms) of the element that is
 * hovered or has keyboard focus. Hidden from screen readers: what they need is in the element's own text or label.
 */
export function Hints() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tooltip = ref.current;
    if (tooltip === null) return;
    let shown: Element | null = null;
    const hide = () => {
      shown = null;
      tooltip.hidden = true;
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
      tooltip.textContent = textOf(target);
      tooltip.hidden = false;
      place(tooltip, target);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener("pointerover", show, { signal });
    document.addEventListener("focusin", show, { signal });
    document.addEventListener("focusout", hide, { signal });
    document.addEventListener("pointerdown", hide, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
    document.addEventListener("keydown", onKey, { signal });
    return () => listeners.abort();
  }, []);
  return <div ref={ref} className={classes.hint} hidden aria-hidden="true" />;
}
