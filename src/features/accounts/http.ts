import type { HttpMount } from "#trpc/http-mount.ts";

const PASSWORD_PAGE = "/settings/security";

/** `/.well-known/change-password` (W3C, "A Well-Known URL for Changing Passwords"): password managers open it. */
export const changePasswordMount: HttpMount = {
  matches: (path) => path === "/.well-known/change-password",
  answer: (_deps, { method }) =>
    method === "GET" || method === "HEAD"
      ? { status: 302, body: "", headers: ["Location", PASSWORD_PAGE] }
      : {
          status: 405,
          body: JSON.stringify({ error: { code: "invalid_input", message: "Open this page with GET" } }),
          headers: ["Allow", "GET, HEAD"],
        },
};
