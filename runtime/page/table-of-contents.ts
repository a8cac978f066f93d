/**
 * Marks, in the table of contents, the section that is being read.
 * @module
 */

/** An element with a table of contents. */
export interface HasHeadings {
  readonly renderRoot: HTMLElement | DocumentFragment;
  findAnchor(anchor: string): Element | null;
}

/** Follows scrolling until the function that it gives is called. */
export function followHeadings(app: HasHeadings): () => void {
  let waiting = false;
  const mark = (): void => {
    waiting = false;
    const links = [...app.renderRoot.querySelectorAll<HTMLAnchorElement>(".nb-toc a")];
    const above = links.filter((link) => {
      const heading = app.findAnchor(decodeURIComponent(link.hash.slice(1)));
      return heading !== null && heading.getBoundingClientRect().top < 120;
    });
    const current = above.at(-1) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  const schedule = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  };
  addEventListener("scroll", schedule, { passive: true });
  schedule();
  return () => removeEventListener("scroll", schedule);
}
