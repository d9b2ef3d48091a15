"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { OwnLimitsProvider } from "#ui/own-limits.tsx";
import type { OwnLimits } from "#ui/own-limits.tsx";

const LimitReader = dynamic(() => import("./limit-reader.tsx").then((module) => module.LimitReader), {
  ssr: false,
});

const read = (onRead: (limits: OwnLimits) => void) => <LimitReader onRead={onRead} />;

/** Gives the market list within it the limits of the reader, read once a list shows them. */
export const MyLimits = ({ children }: { children: ReactNode }) => (
  <OwnLimitsProvider read={read}>{children}</OwnLimitsProvider>
);
