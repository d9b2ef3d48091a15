/** How the tab came to the present entry of its history, since the page was loaded; replacing an entry is no way. */
let last: "push" | "traverse" | null = null;

globalThis.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
  if (navigationType === "push" || navigationType === "traverse") last = navigationType;
});

/** `push`: by a link or a change; `traverse`: Back or Forward; null: by loading the page, or the browser does not say. */
export const lastNavigation = (): typeof last => last;
