/**
 * Makes every cell of the row under the pointer a link, so that its context menu, Ctrl and the middle button open it in a
 * tab. Links in every cell of every row would be read out as hundreds of links to the same pages.
 */
export function linkRow(target: EventTarget | null): void {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  for (const cell of row?.querySelectorAll<HTMLAnchorElement>("a[data-row-link]") ?? []) {
    const href = cell.dataset["rowLink"];
    if (href !== undefined && cell.getAttribute("href") !== href) cell.setAttribute("href", href);
  }
}
