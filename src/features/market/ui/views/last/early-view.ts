import { LAST_VIEW_KEY } from "./last-view.ts";
import { MAX_LENGTH } from "#features/market/ui/views/view-text.ts";

/**
 * Runs in the head, before anything is drawn: the address of the list without parameters shows the view of this device.
 * The page with those parameters comes instead, so that no other view is seen first. Shared pages stay the same for all.
 */
export const EARLY_VIEW_SCRIPT = `try{if(location.pathname==="/"&&!location.search&&!location.hash){var v=JSON.parse(localStorage.getItem("${LAST_VIEW_KEY}")).view;if(/^\\?./.test(v)&&!(v.length>${MAX_LENGTH}))location.replace("/"+v)}}catch(e){}`;
