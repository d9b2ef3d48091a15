/** The service worker's script. `processes/web/offline` answers it. */
export const OFFLINE_WORKER_PATH = "/sw.js";
/** A header of the answers that the worker had kept: when they came, epoch ms. */
export const STORED_AT_HEADER = "x-stored-at";
