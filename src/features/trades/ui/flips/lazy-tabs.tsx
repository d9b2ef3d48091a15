"use client";
import dynamic from "next/dynamic";

export const GapsTab = dynamic(
  () => import("#features/trades/ui/gaps/gaps-list.tsx").then((module) => module.GapsList),
  { ssr: false },
);
