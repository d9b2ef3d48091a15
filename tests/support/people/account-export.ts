import type { Visitor } from "./visitor.ts";

/** The file with all data of a signed-in user; `T` is what the caller expects in it. */
export async function exportAccount<T>(visitor: Visitor): Promise<T> {
  const response = await visitor.open("/api/account/export", { method: "POST" });
  if (response.status !== 200) throw new Error(`the export answered ${response.status}`);
  return (await response.json()) as T;
}
