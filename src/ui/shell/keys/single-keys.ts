const KEY = "ge:single-keys";

/**
 * Whether keys without Ctrl work on a whole page. They can be turned off (WCAG 2.1.4), because speech input and other
 * tools type letters by chance; in a field that has the focus, such as the list, they work in any case.
 */
export function singleKeysWork(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function setSingleKeys(work: boolean): void {
  try {
    if (work) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // Without a storage they stay on.
  }
}

const FIELD = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const LAYER = "dialog, [role=dialog], [role=menu], [role=listbox]";

/** Whether a key without Ctrl, Alt and Meta is meant for the page: no field, dialog or menu has the focus. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  const { target } = event;
  if (target instanceof Element && target.closest(`${FIELD}, ${LAYER}`) !== null) return false;
  return document.querySelector("dialog:modal") === null && singleKeysWork();
}
