"use client";
import type { ReactNode } from "react";
import { Frame } from "#features/imports/ui/page/frame.tsx";
import { ImportsDesk } from "./imports-desk.tsx";

/** `exports`: the section of another feature that hands trades out. */
export const ImportsPage = ({ exports }: { exports: ReactNode }) => (
  <Frame title="Imports">
    <ImportsDesk />
    {exports}
  </Frame>
);
