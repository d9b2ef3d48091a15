"use client";
import dynamic from "next/dynamic";

const Nothing = () => null;

/** Shows nothing. Through it the page's HTML names the drawing's code, which so comes along with the page's own. */
export const ChartPreload = dynamic(
  () =>
    import("#ui/chart/price-canvas.tsx").then(
      () => Nothing,
      () => Nothing,
    ),
  { loading: Nothing },
);
