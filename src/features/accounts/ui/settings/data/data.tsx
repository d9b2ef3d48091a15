"use client";
import type { ReactNode } from "react";
import { Activity } from "./activity.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";

type DataProps = {
  /** Sections of other features that hand out data. */
  exports: ReactNode;
  /** Notices of other features about what deleting the account deletes. */
  deletionNotices: ReactNode;
};

export const Data = ({ exports, deletionNotices }: DataProps) => (
  <>
    <Activity />
    <ExportSection />
    {exports}
    <DeleteSection notices={deletionNotices} />
  </>
);
