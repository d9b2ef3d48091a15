import type { Metadata } from "next";
import { ApiDocs } from "#features/api/ui/docs/api-docs.tsx";

export const metadata: Metadata = {
  title: "Public API",
  description: "Prices and history of every Grand Exchange item for your own programs, in the wiki's shapes.",
};

export default function ApiDocsPage() {
  return <ApiDocs />;
}
