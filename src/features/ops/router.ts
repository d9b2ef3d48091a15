import { noInput } from "#trpc/contract.ts";
import { adminProcedure } from "#trpc/procedures.ts";
import { versionView } from "./contract.ts";

export const opsProcedures = {
  getVersion: adminProcedure
    .input(noInput)
    .output(versionView)
    .query(({ ctx }) => ctx.deps.version),
};
