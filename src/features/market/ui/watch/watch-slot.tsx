"use client";
import dynamic from "next/dynamic";

/** Comes after the first paint. */
export const WatchSlot = dynamic(() => import("./watch-corner.tsx").then((module) => module.WatchCorner), {
  ssr: false,
});
