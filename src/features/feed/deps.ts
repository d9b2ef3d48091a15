declare module "#trpc/register.ts" {
  interface WebDeps {
    /** The feed that the worker follows, as far as the web process is told; for the page that waits for it. */
    feedUrl: string | null;
  }
}
