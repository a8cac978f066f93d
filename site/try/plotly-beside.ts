/**
 * Takes Plotly's place in the frame's script: loads it, as large as all the rest, only when a chart needs it.
 * @module
 */

/** The part of the library that the runtime uses. */
interface Plotly {
  react(element: HTMLElement, ...figure: readonly unknown[]): Promise<unknown>;
  addFrames(element: HTMLElement, frames: readonly unknown[]): Promise<unknown>;
  purge(element: HTMLElement): void;
  readonly Plots: { resize(element: HTMLElement): Promise<unknown> | undefined };
}

declare global {
  var Plotly: Plotly | undefined;
}

let loading: Promise<void> | null = null;

async function load(): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "./plotly.js";
    script.onload = (): void => resolve();
    script.onerror = (): void => reject(new TypeError("Plotly did not arrive."));
    document.head.append(script);
  });
  await loading;
  if (!globalThis.Plotly) throw new TypeError("Plotly did not start.");
  return globalThis.Plotly;
}

export const react = async (element: HTMLElement, ...figure: readonly unknown[]): Promise<unknown> =>
  (await load()).react(element, ...figure);
export const addFrames = async (element: HTMLElement, frames: readonly unknown[]): Promise<unknown> =>
  (await load()).addFrames(element, frames);
export const purge = (element: HTMLElement): void => globalThis.Plotly?.purge(element);
export const Plots: Plotly["Plots"] = { resize: (element) => globalThis.Plotly?.Plots.resize(element) };
