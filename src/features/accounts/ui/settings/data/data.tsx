"use client";
import type { ReactNode } from "react";
import { Activity } from "./activity.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";

/** `deletionNotices`: notices of other features about what deleting the account deletes. */
export const Data = ({ deletionNotices }: { deletionNotices: ReactNode }) => (
  <>
    <Activity />
    <ExportSection />
    <DeleteSection notices={deletionNotices} />
  </>
);
