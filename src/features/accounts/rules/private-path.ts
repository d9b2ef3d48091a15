const PRIVATE = ["/settings", "/admin"];

/** Whether a page is for signed-in users only, so that signing out leads away from it. */
export const isPrivatePath = (path: string): boolean => PRIVATE.some((prefix) => path.startsWith(prefix));
