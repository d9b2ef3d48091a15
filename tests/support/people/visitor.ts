import { randomInt } from "node:crypto";

/** What came back of one call: `data` of an answer, `error` of a refusal. */
export type Reply = {
  status: number;
  headers: Headers;
  data: unknown;
  error: { message: string; code: string; app: Record<string, unknown> | null } | null;
};

export type Visitor = {
  readonly address: string;
  /** By name, as a browser would send them. */
  readonly cookies: Map<string, string>;
  readonly ask: (path: string, input?: unknown) => Promise<Reply>;
  readonly tell: (
    path: string,
    input?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply>;
  /** A request that is no call, with the cookies. */
  readonly open: (path: string, init?: RequestInit) => Promise<Response>;
};

type Body = {
  result?: { data: unknown };
  error?: { message: string; data: { code: string; app: Record<string, unknown> | null } };
};

/** An address of the range that is kept for later (240.0.0.0/4): of a smaller one two tests meet now and then, and share a budget. */
export const randomIp = (): string =>
  `${randomInt(240, 255)}.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** Somebody with an address, a browser and a jar of cookies of their own. */
export function createVisitor(
  web: { url: string },
  opts: { address?: string; userAgent?: string; cookies?: Map<string, string> } = {},
): Visitor {
  const address = opts.address ?? randomIp();
  const cookies = opts.cookies ?? new Map<string, string>();
  const open = (path: string, init: RequestInit = {}): Promise<Response> => {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return fetch(`${web.url}${path}`, {
      ...init,
      headers: {
        "user-agent": opts.userAgent ?? "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36",
        "x-forwarded-for": address,
        ...(jar === "" ? {} : { cookie: jar }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
  };
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await open(`/trpc/${path}`, init);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";", 1);
      const mark = pair.indexOf("=");
      if (/;\s*max-age=0\b/i.test(cookie)) cookies.delete(pair.slice(0, mark));
      else cookies.set(pair.slice(0, mark), pair.slice(mark + 1));
    }
    const body = (await response.json()) as Body;
    const error = body.error
      ? { message: body.error.message, code: body.error.data.code, app: body.error.data.app }
      : null;
    return { status: response.status, headers: response.headers, data: body.result?.data, error };
  };
  return {
    address,
    cookies,
    open,
    ask: (path, input) =>
      send(input === undefined ? path : `${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    tell: (path, input, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: input === undefined ? "" : JSON.stringify(input),
      }),
  };
}
