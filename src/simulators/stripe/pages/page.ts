import type { Fields } from "./card.ts";
import type { World } from "#simulators/stripe/world.ts";

/** A hosted page's answer: HTML or a redirect. */
export type PageAnswer = { status: number; html: string } | { redirect: string };
export type PageRequest = { world: World; id: string; action: string; method: string; form: Fields };

export const htmlAnswer = (status: number, page: string): PageAnswer => ({ status, html: page });
