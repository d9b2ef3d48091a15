"use client";
import { Activity } from "./activity.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";

export const Data = () => (
  <>
    <Activity />
    <ExportSection />
    <DeleteSection />
  </>
);
