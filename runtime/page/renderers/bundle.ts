/**
 * Chooses the richest type of a MIME bundle that the page can draw, in JupyterLab's order.
 * @module
 */
import { html, nothing } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import {
  BIG_NUMBER_MIME,
  CUT_MIME,
  type DisplayOutput,
  TABLE_MIME,
  WIDGET_MIME,
} from "../../../compiler/contract/outputs.ts";
import type { Place } from "./place.ts";
import { renderPlain } from "./text.ts";

type Renderer = (content: unknown, context: Context) => unknown;

interface Context {
  readonly metadata: { readonly [key: string]: unknown };
  readonly place: Place;
}

const lazyHtml: Renderer = async (content) => (await import("./html.ts")).renderHtml(String(content));
const lazyMarkdown: Renderer = async (content) => (await import("./markdown.ts")).renderMarkdown(String(content));

/** Richest first. */
const RENDERERS: readonly (readonly [RegExp, Renderer])[] = [
  [exactly(CUT_MIME), async (content, { place }) => (await import("./cut.ts")).renderCut(content, place.live)],
  [exactly(WIDGET_MIME), async (content, { place }) => (await import("./widget.ts")).renderWidget(content, place)],
  [exactly(TABLE_MIME), async (content, { place }) => (await import("./table.ts")).renderTable(content, place)],
  [exactly(BIG_NUMBER_MIME), async (content) => (await import("./big-number.ts")).renderBigNumber(content)],
  [
    /^application\/vnd\.vegalite\.v[\d.]+\+?json$/,
    async (content, { place }) => (await import("./vega.ts")).renderVega(content, true, place),
  ],
  [
    /^application\/vnd\.vega\.v[\d.]+\+?json$/,
    async (content, { place }) => (await import("./vega.ts")).renderVega(content, false, place),
  ],
  [/^application\/vnd\.plotly\.v1\+json$/, async (content) => (await import("./plotly.ts")).renderPlotly(content)],
  [/^text\/html$/, lazyHtml],
  [/^text\/markdown$/, lazyMarkdown],
  [
    /^image\/svg\+xml$/,
    (content, context) =>
      renderImage(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(content))}`, context),
  ],
  [/^image\/(png|jpeg|gif|webp)$/, (content, context) => renderImage(String(content), context)],
  [/^text\/latex$/, lazyMarkdown],
  [/^application\/json$/, async (content) => (await import("./json.ts")).renderJson(content)],
  [/^text\/plain$/, (content) => renderPlain(String(content))],
];

function exactly(mime: string): RegExp {
  return new RegExp(`^${mime.replace(/[.+]/g, "\\$&")}$`);
}

/** Draws a bundle; a promise where the renderer must be loaded first. */
export function renderBundle({ data, metadata }: DisplayOutput, place: Place): unknown {
  for (const [pattern, render] of RENDERERS) {
    const mime = Object.keys(data).find((one) => pattern.test(one));
    if (mime === undefined) continue;
    const own = metadata[mime];
    const context = {
      metadata: { ...metadata, ...(typeof own === "object" && own !== null ? own : {}), mime },
      place,
    };
    return render(data[mime], context);
  }
  const mimes = Object.keys(data);
  return mimes.length === 0
    ? nothing
    : html`<p class="nb-quiet">This output (${mimes.join(", ")}) cannot be shown.</p>`;
}

function renderImage(content: string, { metadata }: Context): unknown {
  const url = content.startsWith("data:")
    ? content
    : `data:${String(metadata.mime)};base64,${content.replace(/\s/g, "")}`;
  const pixels = (key: string): number | undefined => (typeof metadata[key] === "number" ? metadata[key] : undefined);
  const alt = typeof metadata.alt === "string" ? metadata.alt : "Figure";
  return html`<img class="nb-image" src=${url} alt=${alt} width=${ifDefined(pixels("width"))} height=${ifDefined(pixels("height"))}>`;
}
