/** As many rows as one call changes (`MAX_BULK` of entry/contract.ts, which pages do not load for it). */
export const MAX_AT_ONCE = 500;
