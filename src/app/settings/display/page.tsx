import type { Metadata } from "next";
import { DisplaySection } from "#ui/display/display-section.tsx";

export const metadata: Metadata = { title: "Display" };

export default function Page() {
  return <DisplaySection />;
}
