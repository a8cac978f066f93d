/**
 * Colors of charts, light and dark, in one place for all libraries.
 * @module
 */

export interface ChartColors {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly tooltip: string;
}

const LIGHT: ChartColors = { ink: "#1c2024", soft: "#5d6670", line: "#dfe3e8", tooltip: "#ffffff" };
const DARK: ChartColors = { ink: "#e7eaee", soft: "#a0a9b4", line: "#2c333c", tooltip: "#1a1f25" };

export function chartColors(dark: boolean): ChartColors {
  return dark ? DARK : LIGHT;
}

/** The color of a single series. */
export const SERIES = "#2f7fd6";

/** Ten colors that differ in hue and lightness, seen well on both grounds. Also the `.deepnote` format's scheme `deepnote10`. */
export const CATEGORIES: readonly string[] = [
  SERIES, "#e8743b", "#19a979", "#c9487f", "#8a63d2", "#d1a11b", "#1fa8b5", "#d9534f", "#7c8a99", "#9bbf3c",
]; // biome-ignore format: one line

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
