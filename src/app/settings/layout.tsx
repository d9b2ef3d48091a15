import type { ReactNode } from "react";
import { settingsTabs } from "#server/nav.ts";
import { SettingsFrame } from "#features/accounts/ui/settings/settings-frame.tsx";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsFrame tabs={settingsTabs}>{children}</SettingsFrame>;
}
