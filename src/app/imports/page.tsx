import type { Metadata } from "next";
import { ImportsPage } from "#features/imports/ui/list/imports-page.tsx";
import { ExportPanel } from "#features/trades/ui/export-panel/export-panel.tsx";

export const metadata: Metadata = { title: "Imports" };

export default function Page() {
  return <ImportsPage exports={<ExportPanel />} />;
}
