import type { Fields } from "./card.ts";
import type { World } from "#simulators/stripe/world.ts";

/** What a hosted page answers: HTML, or the way on. */
export type PageAnswer = { status: number; html: string } | { redirect: string };
export type PageRequest = { world: World; id: string; action: string; method: string; form: Fields };

export const shown = (status: number, page: string): PageAnswer => ({ status, html: page });
