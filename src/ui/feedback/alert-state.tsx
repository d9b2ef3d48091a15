import { Age } from "#ui/format/figures.tsx";
import { Pill } from "./pill.tsx";

/** Whether an alert is open, or how long ago it was closed. `closedAt`: epoch ms; null while it is open. */
export const AlertState = ({ closedAt }: { closedAt: number | null }) =>
  closedAt === null ? (
    <Pill tone="notice" hint="Its cause is still there, or was not looked at again yet">
      Open
    </Pill>
  ) : (
    <Pill tone="quiet" hint="Its cause was found to be gone">
      <span>
        Closed <Age atMs={closedAt} /> ago
      </span>
    </Pill>
  );
