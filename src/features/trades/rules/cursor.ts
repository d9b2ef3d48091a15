const CURSOR = /^(-?\d{1,16})_([\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/;

/** Where a page ended: a sort value and an id. Null: this is no cursor of ours. */
export function parseCursor(cursor: string): { value: number; id: string } | null {
  const [, value, id] = CURSOR.exec(cursor) ?? [];
  return value === undefined || id === undefined ? null : { value: Number(value), id };
}

export const cursorOf = (value: number, id: string): string => `${value}_${id}`;
