"use client";
import type { ReactNode } from "react";
import { Activity } from "./activity.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";

/** `deletionNotices`: what other features say goes with the account. */
export const Data = ({ deletionNotices }: { deletionNotices: ReactNode }) => (
  <>
    <Activity />
    <ExportSection />
    <DeleteSection notices={deletionNotices} />
  </>
);
