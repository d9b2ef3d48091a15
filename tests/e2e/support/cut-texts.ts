import type { Page } from "@playwright/test";

/**
 * The texts within `selector` that are cut: that leave the box of an ancestor which hides its overflow or has a border, or
 * the window where nothing scrolls. Texts for screen readers alone and drawings are left out.
 */
export const cutTexts = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((wanted) => {
    const SLACK_PX = 1;
    const cut: string[] = [];
    const seen = new Map<Element, { style: CSSStyleDeclaration; box: DOMRect }>();
    const look = (element: Element) => {
      const known = seen.get(element);
      if (known) return known;
      const found = { style: getComputedStyle(element), box: element.getBoundingClientRect() };
      seen.set(element, found);
      return found;
    };
    /** The ancestor that cuts a text, if any. */
    const cutterOf = (node: Text): string | null => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0) return null;
      let [scrollsX, scrollsY] = [false, false];
      for (let at = node.parentElement; at !== null; at = at.parentElement) {
        if (at.classList.contains("sr-only") || at.localName === "svg") return null;
        const { style, box } = look(at);
        if (style.visibility === "hidden" || style.position === "fixed") return null;
        const [outX, outY] = [
          text.left < box.left - SLACK_PX || text.right > box.right + SLACK_PX,
          text.top < box.top - SLACK_PX || text.bottom > box.bottom + SLACK_PX,
        ];
        const bordered = Number.parseFloat(style.borderLeftWidth) > 0;
        scrollsX ||= ["auto", "scroll"].includes(style.overflowX);
        scrollsY ||= ["auto", "scroll"].includes(style.overflowY);
        const cutsX = !scrollsX && outX && (bordered || style.overflowX !== "visible");
        const cutsY = !scrollsY && outY && (bordered || style.overflowY !== "visible");
        if (cutsX || cutsY) return `${at.localName}.${at.className}`;
      }
      return !scrollsX && (text.left < -SLACK_PX || text.right > innerWidth + SLACK_PX) ? "window" : null;
    };
    for (const root of document.querySelectorAll(wanted)) {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
        if (!(node instanceof Text) || node.data.trim() === "") continue;
        const cutter = cutterOf(node);
        if (cutter !== null) {
          const where = node.parentElement?.closest("[data-column]")?.getAttribute("data-column") ?? "";
          cut.push(`${where} “${node.data}” by ${cutter}`);
        }
      }
    }
    return [...new Set(cut)];
  }, selector);
