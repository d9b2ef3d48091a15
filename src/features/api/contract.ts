import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";

const epochMs = z.number().int();

export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the key, to identify it. */
  start: z.string(),
  createdAt: epochMs,
  lastUsedAt: epochMs.nullable(),
  /**
   * True for the newest keys above the plan's allowance. They are kept, and refused until the plan allows them or an
   * older one is deleted.
   */
  locked: z.boolean(),
});
export type ApiKeyView = z.infer<typeof apiKeyView>;
export const apiKeyList = z.object({ keys: z.array(apiKeyView), allowed: z.number().int() });
export type ApiKeyList = z.infer<typeof apiKeyList>;

export const createApiKeyInput = z.strictObject({ name: visibleName });
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;
/** `key` is shown only now, because only its hash is stored. */
export const createdApiKey = apiKeyView.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKey>;
export const apiKeyIdInput = z.strictObject({ id: z.uuid() });
export type ApiKeyIdInput = z.infer<typeof apiKeyIdInput>;
