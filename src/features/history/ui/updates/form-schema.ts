import { z } from "zod";
import { saveUpdateInput } from "#features/history/contract.ts";
import type { GameUpdate, SaveUpdateInput } from "#features/history/contract.ts";
import { formatUtc, parseUtc } from "./utc.ts";

export type UpdateFields = Record<"at" | "kind" | "title" | "url", string>;

export const fieldsOf = ({ at, kind, title, url }: Omit<GameUpdate, "id">): UpdateFields => ({
  at: formatUtc(at),
  kind,
  title,
  url: url ?? "",
});

export const noFields: UpdateFields = { at: "", kind: "game", title: "", url: "" };

/** Converts the form's texts to the contract's input and validates it with the contract's schema. */
export const formSchema = (id: number | undefined): z.ZodType<SaveUpdateInput> =>
  z
    .object({ at: z.string(), kind: z.string(), title: z.string(), url: z.string() })
    .transform(({ at, kind, title, url }) => ({
      ...(id !== undefined && { id }),
      at: parseUtc(at) ?? undefined,
      kind,
      title,
      url: url.trim() === "" ? null : url.trim(),
    }))
    .transform((fields) => fields as unknown)
    .pipe(saveUpdateInput);
