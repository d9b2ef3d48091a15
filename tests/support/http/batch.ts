import { randomIp } from "../people/visitor.ts";

export type Call = { status: number; message: string | null };

type Body = { error?: { message: string; data: { httpStatus: number } } };

/** One HTTP request with several calls of a procedure; `inputs` makes it a POST, a number a GET without input. */
export async function sendBatch(
  web: { url: string },
  path: string,
  inputs: readonly unknown[] | number,
  opts: { address?: string; cookie?: string } = {},
): Promise<{ status: number; headers: Headers; calls: Call[] }> {
  const count = typeof inputs === "number" ? inputs : inputs.length;
  const paths = Array.from({ length: count }, () => path).join(",");
  const headers = {
    "x-forwarded-for": opts.address ?? randomIp(),
    ...(opts.cookie === undefined ? {} : { cookie: opts.cookie }),
  };
  const response = await fetch(
    `${web.url}/trpc/${paths}?batch=1`,
    typeof inputs === "number"
      ? { headers }
      : {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: JSON.stringify({ ...inputs }),
        },
  );
  const body = (await response.json()) as Body[] | Body;
  const calls = (Array.isArray(body) ? body : [body]).map(({ error }) => ({
    status: error?.data.httpStatus ?? 200,
    message: error?.message ?? null,
  }));
  return { status: response.status, headers: response.headers, calls };
}
