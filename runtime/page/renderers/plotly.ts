/**
 * Plotly figures.
 * @module
 */
import { html, nothing } from "lit";
import { NbPlotly, type PlotlyFigure } from "../nb-plotly.ts";

if (!customElements.get("nb-plotly")) customElements.define("nb-plotly", NbPlotly);

function parseFigure(value: unknown): PlotlyFigure | null {
  if (typeof value !== "object" || value === null) return null;
  const [data, layout, config, frames] = ["data", "layout", "config", "frames"].map((key): unknown =>
    Reflect.get(value, key),
  );
  if (!Array.isArray(data)) return null;
  return {
    data,
    layout: { ...Object(layout) },
    config: { ...Object(config) },
    frames: Array.isArray(frames) ? frames : [],
  };
}

export function renderPlotly(content: unknown): unknown {
  const figure = parseFigure(typeof content === "string" ? JSON.parse(content) : content);
  return figure ? html`<nb-plotly .figure=${figure}></nb-plotly>` : nothing;
}
