/**
 * What scrolls sideways can be reached by keyboard; what does not is no stop on the way.
 * @module
 */

const SCROLLERS = ".nb-output, .nb-math, pre.nb-code, .nb-text pre";

/** Looks again when the block is drawn or changes its size. */
export function watchScrollers(block: HTMLElement): void {
  sizes.observe(block);
}

/** Ends {@link watchScrollers}. */
export function unwatchScrollers(block: HTMLElement): void {
  sizes.unobserve(block);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) markScrollers(target);
});

function markScrollers(element: Element): void {
  const root = element.shadowRoot;
  if (!root) return;
  for (const scroller of root.querySelectorAll(SCROLLERS)) {
    if (scroller.scrollWidth > scroller.clientWidth) scroller.setAttribute("tabindex", "0");
    else scroller.removeAttribute("tabindex");
  }
  for (const inner of root.querySelectorAll("nb-output")) markScrollers(inner);
}
