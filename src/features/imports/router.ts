import { done, noInput } from "#trpc/contract.ts";
import { userProcedure } from "#trpc/procedures.ts";
import {
  configureImportInput,
  createImportInput,
  importIdInput,
  importItems,
  importList,
  importView,
  listRowsInput,
  rowPage,
} from "./contract.ts";
import { cancelImport, commitImport, configureImport, undoImport } from "./list/change-import.ts";
import { getImport, listImports } from "./list/read-imports.ts";
import { listRows, sumItems } from "./list/read-rows.ts";
import { createImport } from "./upload/create-import.ts";

export const importProcedures = {
  list: userProcedure
    .input(noInput)
    .output(importList)
    .query(({ ctx }) => listImports(ctx.deps, ctx.actor)),
  get: userProcedure
    .input(importIdInput)
    .output(importView)
    .query(({ ctx, input }) => getImport(ctx.deps, ctx.actor, input)),
  rows: userProcedure
    .input(listRowsInput)
    .output(rowPage)
    .query(({ ctx, input }) => listRows(ctx.deps, ctx.actor, input)),
  items: userProcedure
    .input(importIdInput)
    .output(importItems)
    .query(({ ctx, input }) => sumItems(ctx.deps, ctx.actor, input)),
  create: userProcedure
    .input(createImportInput)
    .output(importView)
    .mutation(({ ctx, input }) => createImport(ctx.deps, ctx.actor, input)),
  configure: userProcedure
    .input(configureImportInput)
    .output(importView)
    .mutation(({ ctx, input }) => configureImport(ctx.deps, ctx.actor, input)),
  commit: userProcedure
    .input(importIdInput)
    .output(importView)
    .mutation(({ ctx, input }) => commitImport(ctx.deps, ctx.actor, input)),
  undo: userProcedure
    .input(importIdInput)
    .output(importView)
    .mutation(({ ctx, input }) => undoImport(ctx.deps, ctx.actor, input)),
  cancel: userProcedure
    .input(importIdInput)
    .output(done)
    .mutation(({ ctx, input }) => cancelImport(ctx.deps, ctx.actor, input)),
};
