/** The part of Plotly that is used here; its strict bundle brings no types. */
declare module "plotly.js-strict-dist-min" {
  export function react(
    element: HTMLElement,
    data: readonly unknown[],
    layout: object,
    config: object,
  ): Promise<unknown>;
  export function addFrames(element: HTMLElement, frames: readonly unknown[]): Promise<unknown>;
  export function purge(element: HTMLElement): void;
  export const Plots: { resize(element: HTMLElement): Promise<unknown> | undefined };
}
