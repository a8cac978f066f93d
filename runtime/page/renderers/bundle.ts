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
import { Picture, pictureOf } from "../picture.ts";
import type { Place } from "./place.ts";
import { renderPlain } from "./text.ts";

type Renderer = (content: unknown, context: Context) => unknown;

interface Context {
  readonly metadata: { readonly [key: string]: unknown };
  readonly place: Place;
}

/** Loads a renderer's module when it is first needed; from then on it draws at once, into the elements that are there. */
function lazy<M>(load: () => Promise<M>, draw: (module: M, content: unknown, context: Context) => unknown): Renderer {
  let loaded: M | null = null;
  return (content, context) => {
    if (loaded !== null) return draw(loaded, content, context);
    return load().then((module) => {
      loaded = module;
      return draw(module, content, context);
    });
  };
}

const vega = (isLite: boolean): Renderer =>
  lazy(
    () => import("./vega.ts"),
    (module, content, { place }) => module.renderVega(content, isLite, place),
  );
const markdown: Renderer = lazy(
  () => import("./markdown.ts"),
  (module, content) => module.renderMarkdown(String(content)),
);

/** Richest first. */
const RENDERERS: readonly (readonly [RegExp, Renderer])[] = [
  [
    exactly(WIDGET_MIME),
    lazy(
      () => import("./widget.ts"),
      (module, content, { place }) => module.renderWidget(content, place),
    ),
  ],
  [
    exactly(CUT_MIME),
    lazy(
      () => import("./cut.ts"),
      (module, content, { place }) => module.renderCut(content, place.live),
    ),
  ],
  [
    exactly(TABLE_MIME),
    lazy(
      () => import("./table.ts"),
      (module, content, { place }) => module.renderTable(content, place),
    ),
  ],
  [
    exactly(BIG_NUMBER_MIME),
    lazy(
      () => import("./big-number.ts"),
      (module, content) => module.renderBigNumber(content),
    ),
  ],
  [/^application\/vnd\.vegalite\.v[\d.]+\+?json$/, vega(true)],
  [/^application\/vnd\.vega\.v[\d.]+\+?json$/, vega(false)],
  [
    /^application\/vnd\.plotly\.v1\+json$/,
    lazy(
      () => import("./plotly.ts"),
      (module, content) => module.renderPlotly(content),
    ),
  ],
  [
    /^text\/html$/,
    lazy(
      () => import("./html.ts"),
      (module, content) => module.renderHtml(String(content)),
    ),
  ],
  [/^text\/markdown$/, markdown],
  [
    /^image\/svg\+xml$/,
    (content, context) =>
      renderImage(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(content))}`, context),
  ],
  [/^image\/(png|jpeg|gif|webp)$/, renderImage],
  [/^text\/latex$/, markdown],
  [
    /^application\/json$/,
    lazy(
      () => import("./json.ts"),
      (module, content) => module.renderJson(content),
    ),
  ],
  [/^text\/plain$/, (content) => renderPlain(String(content))],
];

function exactly(mime: string): RegExp {
  return new RegExp(`^${mime.replace(/[.+]/g, "\\$&")}$`);
}

/** Draws a bundle; a promise where the renderer must be loaded first. */
export function renderBundle(output: DisplayOutput, place: Place): unknown {
  return renderRichest(output, place, RENDERERS);
}

function renderRichest({ data, metadata }: DisplayOutput, place: Place, renderers: typeof RENDERERS): unknown {
  for (const [index, [pattern, render]] of renderers.entries()) {
    const mime = Object.keys(data).find((one) => pattern.test(one));
    if (mime === undefined) continue;
    const own = metadata[mime];
    const context = {
      metadata: { ...metadata, ...(typeof own === "object" && own !== null ? own : {}), mime },
      place,
    };
    const drawn = render((mime === "image/png" && pictureOf(data)) || data[mime], context);
    if (!(drawn instanceof Promise)) return drawn;
    return drawn.catch(async () => {
      const { [mime]: _, ...rest } = data;
      const simpler = { output_type: "display_data", data: rest, metadata } as const;
      const shown = await renderRichest(simpler, place, renderers.slice(index));
      return html`${shown}<p class="nb-quiet">What draws ${mime} could not be loaded.</p>`;
    });
  }
  const mimes = Object.keys(data);
  return mimes.length === 0
    ? nothing
    : html`<p class="nb-quiet">This output (${mimes.join(", ")}) cannot be shown.</p>`;
}

function renderImage(content: unknown, { metadata }: Context): unknown {
  const pixels = (key: string): number | undefined => (typeof metadata[key] === "number" ? metadata[key] : undefined);
  const [width, height] = [pixels("width"), pixels("height")];
  const alt = typeof metadata.alt === "string" ? metadata.alt : "Figure";
  if (content instanceof Picture) return content.draw({ alt, width, height });
  const text = String(content);
  const url = text.startsWith("data:") ? text : `data:${String(metadata.mime)};base64,${text.replace(/\s/g, "")}`;
  return html`<img class="nb-image" src=${url} alt=${alt} width=${ifDefined(width)} height=${ifDefined(height)}>`;
}
