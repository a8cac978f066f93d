/**
 * Widgets that choose from options: their value is an index, or several.
 * @module
 */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { inputOf, labelled, nameOf } from "./controls.ts";
import { list, number, type RenderWidget, text, type View } from "./view.ts";

const labels = ({ state }: View): string[] => list(state, "_options_labels").map(String);
const indexOf = ({ state }: View): number | null => (typeof state.index === "number" ? state.index : null);

const dropdown =
  (rows: boolean): RenderWidget =>
  (view) => {
    const { state } = view;
    const chosen = indexOf(view);
    const take = ({ target }: Event): void => {
      if (target instanceof HTMLSelectElement) view.set({ index: target.value === "" ? null : Number(target.value) });
    };
    return labelled(
      view,
      html`<select aria-label=${nameOf(view)} size=${rows ? number(state, "rows", 5) : nothing} ?disabled=${state.disabled === true} @change=${take}>
      ${chosen === null && !rows ? html`<option value="" selected>–</option>` : nothing}
      ${labels(view).map((label, at) => html`<option value=${at} .selected=${live(at === chosen)}>${label}</option>`)}</select>`,
    );
  };

const several: RenderWidget = (view) => {
  const { state } = view;
  const chosen = list(state, "index");
  const take = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement)
      view.set({ index: [...target.selectedOptions].map(({ value }) => Number(value)) });
  };
  return labelled(
    view,
    html`<select multiple aria-label=${nameOf(view)} size=${number(state, "rows", 5)} ?disabled=${state.disabled === true} @change=${take}>
      ${labels(view).map((label, at) => html`<option value=${at} .selected=${live(chosen.includes(at))}>${label}</option>`)}</select>`,
  );
};

const radios: RenderWidget = (view) => {
  const chosen = indexOf(view);
  return html`<fieldset class="nb-widget-field nb-widget-choices"><legend class="nb-widget-label">${text(view.state, "description")}</legend><div>${labels(
    view,
  ).map(
    (label, at) =>
      html`<label class="nb-check"><input type="radio" name="choice" ?disabled=${view.state.disabled === true} .checked=${live(at === chosen)} @change=${() => view.set({ index: at })}>${label}</label>`,
  )}</div></fieldset>`;
};

const toggles: RenderWidget = (view) => {
  const chosen = indexOf(view);
  return html`<div class="nb-widget-field" role="group" aria-label=${nameOf(view)}><span class="nb-widget-label">${text(view.state, "description")}</span>
    <span class="nb-widget-row">${labels(view).map(
      (label, at) =>
        html`<button class="nb-plain-button" aria-pressed=${at === chosen ? "true" : "false"} ?disabled=${view.state.disabled === true} @click=${() => view.set({ index: at })}>${label}</button>`,
    )}</span></div>`;
};

const selectionSlider: RenderWidget = (view) => {
  const all = labels(view);
  const chosen = indexOf(view) ?? 0;
  const take = (event: Event): void => view.set({ index: inputOf(event).valueAsNumber });
  return labelled(
    view,
    html`<input type="range" aria-label=${nameOf(view)} aria-valuetext=${all[chosen] ?? ""} min="0" max=${Math.max(0, all.length - 1)} ?disabled=${view.state.disabled === true}
      .value=${live(String(chosen))} @input=${view.state.continuous_update === false ? () => {} : take} @change=${take}>`,
    all[chosen] ?? "",
  );
};

const selectionRange: RenderWidget = (view) => {
  const all = labels(view);
  const [from = 0, to = 0] = list(view.state, "index").map(Number);
  const one = (which: 0 | 1, value: number): unknown =>
    html`<input type="range" aria-label="${nameOf(view)}, ${which === 0 ? "from" : "to"}" aria-valuetext=${all[value] ?? ""} min="0" max=${Math.max(0, all.length - 1)}
      .value=${live(String(value))} @change=${(event: Event) => {
        const at = inputOf(event).valueAsNumber;
        view.set({ index: which === 0 ? [Math.min(at, to), to] : [from, Math.max(at, from)] });
      }}>`;
  return html`<div class="nb-widget-field" role="group" aria-label=${nameOf(view)}><span class="nb-widget-label">${text(view.state, "description")}</span>
    ${one(0, from)}${one(1, to)}<span class="nb-value">${all[from]} – ${all[to]}</span></div>`;
};

export const CHOICES: Readonly<Record<string, RenderWidget>> = {
  DropdownModel: dropdown(false),
  SelectModel: dropdown(true),
  SelectMultipleModel: several,
  RadioButtonsModel: radios,
  ToggleButtonsModel: toggles,
  SelectionSliderModel: selectionSlider,
  SelectionRangeSliderModel: selectionRange,
};
