import { done, noInput } from "#trpc/contract.ts";
import { userProcedure } from "#trpc/procedures.ts";
import { apiKeyIdInput, apiKeyList, createApiKeyInput, createdApiKey } from "./contract.ts";
import { createApiKey, deleteApiKey, listApiKeys } from "./keys/manage-keys.ts";

export const apiKeyProcedures = {
  list: userProcedure
    .input(noInput)
    .output(apiKeyList)
    .query(({ ctx }) => listApiKeys(ctx.deps, ctx.actor)),
  create: userProcedure
    .input(createApiKeyInput)
    .output(createdApiKey)
    .mutation(({ ctx, input }) => createApiKey(ctx.deps, ctx.actor, input)),
  delete: userProcedure
    .input(apiKeyIdInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteApiKey(ctx.deps, ctx.actor, input)),
};
