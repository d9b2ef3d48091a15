type Answered = {
  data?: { httpStatus?: number; app?: Record<string, unknown> | null } | null;
  meta?: { response?: { status?: number } };
};

const answered = (error: unknown): Answered =>
  typeof error === "object" && error !== null ? (error as Answered) : {};

/** The HTTP status that a failed call was answered with, by the server or a proxy before it; null without an answer. */
export const statusOf = (error: unknown): number | null => {
  const { data, meta } = answered(error);
  return data?.httpStatus ?? meta?.response?.status ?? null;
};

/** How many seconds the server wants a caller to wait; null if it does not say. */
export const waitOf = (error: unknown): number | null => {
  const waitS = answered(error).data?.app?.["retryAfterS"];
  return typeof waitS === "number" ? waitS : null;
};
