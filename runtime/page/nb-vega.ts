/**
 * `<nb-vega>`: a Vega or Vega-Lite chart. Expressions are interpreted, so that no code is made from a notebook's text.
 * @module
 */
import { type CSSResult, html, LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { chartTooltip } from "./chart-tooltip.ts";
import { isDark, onSchemeChange } from "./color-scheme.ts";
import type { Live } from "./live.ts";
import { look } from "./look.ts";
import { CATEGORIES, chartColors, FONT, SERIES } from "./renderers/chart-theme.ts";
import { formatNumber } from "./renderers/number-format.ts";
import { installSafeFormats } from "./renderers/vega-formats.ts";

installSafeFormats();
vega.scheme("deepnote10", [...CATEGORIES]);
vega.expressionFunction("numberFormatFromNumberType", formatNumber);

/** Data rows up to which a chart is drawn as SVG: sharp in print, and read by screen readers. */
const SVG_ROWS = 3000;

export class NbVega extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    spec: { attribute: false },
    lite: { attribute: false },
    live: { attribute: false },
    problem: { state: true },
  };

  /** Parsed JSON from Python. */
  declare spec: object;
  /** Whether it is Vega-Lite, not Vega. */
  declare lite: boolean;
  declare live: Live;
  declare private problem: string | null;
  private view: vega.View | null = null;
  private drawn = 0;
  private stopFollowing: () => void = () => {};

  constructor() {
    super();
    this.lite = true;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopFollowing = onSchemeChange(() => void this.draw());
    if (this.hasUpdated) void this.draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopFollowing();
    this.drawn += 1;
    this.view?.finalize();
    this.view = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("spec")) void this.draw();
  }

  private async draw(): Promise<void> {
    const drawn = ++this.drawn;
    this.problem = null;
    const place = this.renderRoot.querySelector<HTMLElement>(".nb-chart");
    if (!place) return;
    try {
      const view = this.makeView(place);
      await view.runAsync();
      if (drawn !== this.drawn) view.finalize();
    } catch (error) {
      this.problem = `This chart cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  private makeView(place: HTMLElement): vega.View {
    const dark = isDark(this);
    const config = chartConfig(dark);
    // The libraries check what Python wrote, and report it by throwing.
    const spec = this.lite
      ? compile(this.spec as TopLevelSpec, { config: { ...config, customFormatTypes: true } }).spec
      : (this.spec as vega.Spec);
    this.view?.finalize();
    place.replaceChildren();
    const view = new vega.View(
      vega.parse({ description: chartName(this.spec), ...spec }, this.lite ? undefined : (config as vega.Config), {
        ast: true,
      }),
      {
        expr: expressionInterpreter,
        loader: this.loader(),
        logger: vega.logger(vega.Warn, "warn", (_method, level, messages) => this.hear(level, messages)),
        renderer: rowCount(this.spec) > SVG_ROWS ? "canvas" : "svg",
        container: place,
        hover: true,
      },
    );
    view.tooltip(chartTooltip(place));
    this.view = view;
    return view;
  }

  /** The library tells here only of data that it could not have; most of its warnings are for authors of libraries. */
  private hear(level: string, messages: readonly unknown[]): void {
    if (level === "ERROR" || /fail/i.test(String(messages[0])))
      this.problem = `This chart cannot be drawn: ${messages.map((one) => (one instanceof Error ? one.message : String(one))).join(" ")}`;
  }

  /** Data by URL comes from the app's own files; nothing is fetched from anywhere. */
  private loader(): vega.Loader {
    const loader = vega.loader();
    const load = async (uri: string): Promise<string> => {
      if (/^(data):/.test(uri)) return loader.http(uri, {});
      if (/^([a-z]+:)?\/\//i.test(uri))
        throw new Error(`it loads ${uri}; put the file among the work files, or pass the data itself`);
      const bytes = await this.live.readFile(uri);
      if (!bytes) throw new Error(`the file ${uri} is not there`);
      return new TextDecoder().decode(bytes);
    };
    return { ...loader, load, http: load, file: load };
  }

  protected override render(): unknown {
    return html`<div class="nb-chart" role="figure" aria-label="Chart" ?hidden=${this.problem !== null}></div>${
      this.problem === null ? "" : html`<p class="nb-quiet" role="alert">${this.problem}</p>`
    }`;
  }
}

function chartConfig(dark: boolean): Config {
  const { ink, soft, line } = chartColors(dark);
  const text = {
    labelColor: soft,
    titleColor: ink,
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: 12,
    titleFontSize: 12,
  };
  return {
    background: "transparent",
    font: FONT,
    axis: { ...text, titleFontWeight: 500, gridColor: line, domainColor: line, tickColor: line },
    legend: { ...text, titleFontWeight: 500 },
    header: text,
    title: { color: ink, subtitleColor: soft, font: FONT, fontSize: 15, fontWeight: 600, anchor: "start" },
    style: { "guide-label": { fill: soft }, "guide-title": { fill: ink }, text: { fill: ink } },
    view: { stroke: "transparent" },
    range: { category: [...CATEGORIES] },
    mark: { color: SERIES },
    arc: { stroke: "transparent" },
  };
}

/** What a screen reader calls a chart that says no description: its title. */
function chartName(spec: object): string {
  const title: unknown = Reflect.get(spec, "title");
  const text: unknown = typeof title === "object" && title !== null ? Reflect.get(title, "text") : title;
  return typeof text === "string" && text !== "" ? text : "Chart";
}

function rowCount(spec: object): number {
  const data: unknown = Reflect.get(spec, "data");
  const values: unknown = typeof data === "object" && data !== null ? Reflect.get(data, "values") : null;
  const sets: unknown = Reflect.get(spec, "datasets");
  const named = typeof sets === "object" && sets !== null ? Object.values(sets) : [];
  return [values, ...named].reduce<number>((most, rows) => Math.max(most, Array.isArray(rows) ? rows.length : 0), 0);
}
