"use client";
import { useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import { trpc } from "#trpc/client.tsx";
import classes from "./admin-desk.module.css";

/** Which version answers, for admins: it tells which known faults are mended. */
export function RunningVersion() {
  const isAdmin = useViewer().data?.user?.role === "admin";
  const running = trpc.admin.getVersion.useQuery(undefined, { enabled: isAdmin });
  if (!isAdmin || running.data === undefined) return null;
  const { version, revision } = running.data;
  return (
    <p className={classes.version}>
      <span className={classes.versionLabel}>Version </span>
      {version}
      {revision !== null && <code className={classes.revision}>{revision}</code>}
    </p>
  );
}
