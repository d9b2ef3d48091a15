"use client";
import { Frame } from "#features/imports/ui/page/frame.tsx";
import { ImportsDesk } from "./imports-desk.tsx";

export const ImportsPage = () => (
  <Frame title="Imports">
    <ImportsDesk />
  </Frame>
);
