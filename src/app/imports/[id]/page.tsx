import type { Metadata } from "next";
import { ImportPage } from "#features/imports/ui/preview/import-page.tsx";

export const metadata: Metadata = { title: "Import" };

type PageProps = { params: Promise<{ id: string }> };

export default async function Page({ params }: PageProps) {
  return <ImportPage id={(await params).id} />;
}
