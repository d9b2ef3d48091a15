/** Whether a part of the page's code could not be loaded: its build is gone from the server, or the network is. */
export const isMissingCode = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "ChunkLoadError" || /^(?:Failed to load|Loading) chunk /.test(error.message));
