import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";
import { ASSET_HEADERS, setHeaders } from "#processes/web/admission/security-headers.ts";
import { writeText } from "#processes/web/bytes/write-answer.ts";

const PREFIX = "/_next/static";
const YEAR_S = 31_536_000;
const TEXT: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css" };

/** Answers a request for build output. False if the path is none; then nothing was written. */
export type AssetHandler = (req: IncomingMessage, res: ServerResponse, requestId: string) => boolean;

/**
 * Serves the build output of `dir` from disk, in the compressed copies that lie beside the files. The files are listed once, so
 * no path of a request reaches the disk, and they are streamed, so they take no memory. Their names change with their
 * content.
 */
export function createAssetHandler(dir: string): AssetHandler {
  const serve = sirv(dir, {
    etag: true,
    brotli: true,
    gzip: true,
    immutable: true,
    maxAge: YEAR_S,
    setHeaders: (res, path) => {
      setHeaders(res, ASSET_HEADERS);
      // sirv names the character set of HTML only.
      const kind = /\.(js|css)$/.exec(path)?.[1];
      if (kind !== undefined) res.setHeader("Content-Type", `${TEXT[kind]}; charset=utf-8`);
    },
  });
  return (req, res, requestId) => {
    const { url = "/" } = req;
    if (!url.startsWith(`${PREFIX}/`)) return false;
    if (req.method !== "GET" && req.method !== "HEAD") {
      writeText(req, res, 405, `${req.method} is not a method of files`, requestId, ["Allow", "GET, HEAD"]);
      return true;
    }
    res.setHeader("X-Request-Id", requestId);
    // sirv looks at the path below its folder.
    const below = Object.create(req, { url: { value: url.slice(PREFIX.length) } }) as IncomingMessage;
    serve(below, res, () => {
      res.removeHeader("X-Request-Id");
      writeText(req, res, 404, "There is no such file", requestId);
    });
    return true;
  };
}
