"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { UserView } from "#features/accounts/contract.ts";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { NavTab } from "#ui/nav.ts";
import { SectionLoading } from "#ui/layout/section.tsx";
import { CurrentUser } from "./current-user.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";
import { SignedOutNotice } from "./signed-out-notice.tsx";
import classes from "./settings.module.css";

/**
 * Head and tabs of the settings. Who comes without a session is sent to sign in; whose session ends while a page is open keeps
 * the page, with all that is typed in it, and reads what happened.
 */
export function SettingsFrame({ tabs, children }: { tabs: readonly NavTab[]; children: ReactNode }) {
  const viewer = useViewer();
  const failure = useLoadFailure(viewer);
  const router = useRouter();
  const path = usePathname();
  const [known, setKnown] = useState<UserView | null>(null);
  const current = viewer.data?.user;
  if (current !== undefined && current !== null && current !== known) setKnown(current);
  const isStranger = current === null && known === null;
  useEffect(() => {
    if (isStranger) router.replace(withNext("/sign-in", path));
  }, [isStranger, path, router]);

  if (failure !== null && known === null) {
    return (
      <LoadFailed title="Your settings could not be loaded" failure={failure}>
        Nothing of your account has changed.
      </LoadFailed>
    );
  }
  return (
    <div className={classes.page}>
      <h1>Settings</h1>
      <SettingsTabs tabs={tabs} />
      {current === null && known !== null && <SignedOutNotice path={path} />}
      {known === null ? (
        <SectionLoading />
      ) : (
        // Another user starts with empty forms.
        <CurrentUser key={known.id} value={known}>
          {children}
        </CurrentUser>
      )}
    </div>
  );
}
