"use client";
import dynamic from "next/dynamic";

const Nothing = () => null;

/** Renders nothing. It makes the page's HTML preload the code of the chart's canvas. */
export const ChartPreload = dynamic(
  () =>
    import("#ui/chart/price-canvas.tsx").then(
      () => Nothing,
      () => Nothing,
    ),
  { loading: Nothing },
);
