/**
 * `<nb-widget>`: one Jupyter widget, drawn by its model's name, following its traits.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations } from "lit";
import type { WidgetState } from "../../compiler/contract/live.ts";
import { look } from "./look.ts";
import type { Place } from "./renderers/place.ts";
import { CHOICES } from "./renderers/widgets/choices.ts";
import { CONTROLS } from "./renderers/widgets/controls.ts";
import { endPlay, followLinks, renderPlay } from "./renderers/widgets/play.ts";
import { layoutStyle, SHOWN } from "./renderers/widgets/shown.ts";
import type { RenderWidget, View } from "./renderers/widgets/view.ts";
import { WidgetChange } from "./widgets.ts";

export class NbWidget extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    model: { attribute: false },
    place: { attribute: false },
    outer: { attribute: false },
  };

  /** The widget's id. */
  declare model: string;
  declare place: Place;
  /** Whether no other widget holds it. */
  declare outer: boolean;
  private readonly renderPlay = renderPlay(this);
  private readonly listen = (event: Event): void => {
    if (event instanceof WidgetChange && (event.widget === this.model || event.widget === this.layoutId))
      this.requestUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.place.live.widgets.addEventListener("change", this.listen);
    followLinks(this.place.live.widgets);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.place.live.widgets.removeEventListener("change", this.listen);
    endPlay(this);
  }

  private get layoutId(): string {
    return idOf(this.place.live.widgets.state(this.model)?.layout);
  }

  private view(state: WidgetState): View {
    const { place, model } = this;
    const { widgets } = place.live;
    return {
      state,
      set: (changes) => widgets.set(model, changes, place.block),
      tell: (content) => widgets.tell(model, content, place.block),
      child: (reference) => html`<nb-widget .model=${idOf(reference)} .place=${place}></nb-widget>`,
      output: (output) => html`<nb-output .output=${output} .live=${place.live} .block=${place.block}></nb-output>`,
    };
  }

  /** A widget's layout is that of its element, so that boxes can lay it out. */
  protected override willUpdate(): void {
    const layout = layoutStyle(this.place.live.widgets.state(this.layoutId));
    this.style.cssText = Object.entries(layout)
      .map(([property, value]) => `${property}: ${value}`)
      .join("; ");
  }

  protected override render(): unknown {
    const state = this.place.live.widgets.state(this.model);
    if (!state)
      return this.outer
        ? html`<p class="nb-quiet">This control is alive while Python runs. Run the app to use it.</p>`
        : nothing;
    return this.draw(state);
  }

  private draw(state: WidgetState): unknown {
    const name = String(state._model_name);
    const render: RenderWidget | undefined =
      name === "PlayModel" ? this.renderPlay : (CONTROLS[name] ?? CHOICES[name] ?? SHOWN[name]);
    if (render) return render(this.view(state));
    const where = String(state._view_module ?? state._model_module);
    return state._view_name === null || state._view_name === undefined
      ? nothing
      : html`<p class="nb-quiet">The widget ${String(state._view_name)} of ${where} cannot be shown in an app: only the controls of ipywidgets itself can.</p>`;
  }
}

/** The id in `IPY_MODEL_<id>`. */
function idOf(reference: unknown): string {
  return typeof reference === "string" ? reference.replace("IPY_MODEL_", "") : "";
}
