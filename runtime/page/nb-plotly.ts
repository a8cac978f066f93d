/**
 * `<nb-plotly>`: a Plotly figure. The library's strict bundle makes no code from text, as the page's policy demands.
 * @module
 */
import { type CSSResult, html, LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import * as plotly from "plotly.js-strict-dist-min";
import { isDark, onSchemeChange } from "./color-scheme.ts";
import { look } from "./look.ts";
import { chartColors, FONT } from "./renderers/chart-theme.ts";

/** A figure as `plotly.py` writes it, already parsed. */
export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout: { readonly [key: string]: unknown };
  readonly config: { readonly [key: string]: unknown };
  readonly frames: readonly unknown[];
}

/** Pixels of a figure that says no height. */
const HEIGHT = 450;

export class NbPlotly extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = { figure: { attribute: false }, problem: { state: true } };

  declare figure: PlotlyFigure;
  declare private problem: string | null;
  private stopFollowing: () => void = () => {};
  private width = 0;
  /** Rules of the library that this root has. */
  private adopted = 0;
  private readonly sizes = new ResizeObserver(() => this.onResize());

  constructor() {
    super();
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopFollowing = onSchemeChange(() => void this.draw());
    this.sizes.observe(this);
    if (this.hasUpdated) void this.draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopFollowing();
    this.sizes.disconnect();
    const { place } = this;
    if (place) plotly.purge(place);
  }

  private get place(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".nb-chart");
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("figure")) void this.draw();
  }

  private onResize(): void {
    const { place } = this;
    if (!place || place.clientWidth === this.width || this.figure.layout.width !== undefined) return;
    this.width = place.clientWidth;
    void plotly.Plots.resize(place);
  }

  private async draw(): Promise<void> {
    const { place, figure } = this;
    if (!place) return;
    try {
      this.width = place.clientWidth;
      await plotly.react(place, structuredClone(figure.data), this.layout(), {
        ...figure.config,
        responsive: false,
        displaylogo: false,
        // Nothing is sent anywhere.
        showLink: false,
        showEditInChartStudio: false,
        plotlyServerURL: "",
      });
      this.adoptStyles();
      if (figure.frames.length > 0) await plotly.addFrames(place, structuredClone(figure.frames));
      this.problem = null;
    } catch (error) {
      this.problem = `This figure cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** The library writes its rules into the document's head, where they do not reach a shadow root. */
  private adoptStyles(): void {
    const root = this.renderRoot;
    const rules = [...document.querySelectorAll<HTMLStyleElement>('style[id^="plotly.js-style"]')].flatMap(
      ({ sheet }) => [...(sheet?.cssRules ?? [])].map(({ cssText }) => cssText),
    );
    if (!(root instanceof ShadowRoot) || rules.length === this.adopted) return;
    this.adopted = rules.length;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules.join("\n"));
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** The figure's own layout; what its template would color for a white page follows the page instead. */
  private layout(): object {
    const layout = structuredClone(this.figure.layout);
    const { ink, soft, line } = chartColors(isDark(this));
    const axis = { gridcolor: line, linecolor: line, zerolinecolor: line, tickfont: { color: soft } };
    const template = Reflect.get(Object(layout.template), "layout");
    return {
      height: HEIGHT,
      autosize: true,
      ...layout,
      template: {
        ...Object(layout.template),
        layout: {
          ...Object(template),
          paper_bgcolor: "rgba(0,0,0,0)",
          plot_bgcolor: "rgba(0,0,0,0)",
          font: { ...Object(Reflect.get(Object(template), "font")), color: ink, family: FONT },
          xaxis: { ...Object(Reflect.get(Object(template), "xaxis")), ...axis },
          yaxis: { ...Object(Reflect.get(Object(template), "yaxis")), ...axis },
        },
      },
    };
  }

  protected override render(): unknown {
    return html`<div class="nb-chart" role="figure" aria-label="Chart"></div>${
      this.problem === null ? "" : html`<p class="nb-quiet" role="alert">${this.problem}</p>`
    }`;
  }
}
