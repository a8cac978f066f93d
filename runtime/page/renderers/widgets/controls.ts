/**
 * The core controls of ipywidgets that hold one value, as native controls.
 * @module
 */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { WidgetState } from "../../../../compiler/contract/live.ts";
import { dateText, datetimeText, datetimeValue, dateValue, formatReadout, timeText, timeValue } from "./values.ts";
import { number, type RenderWidget, text, type View } from "./view.ts";

/** A control with the widget's description as its label. */
export function labelled({ state }: View, control: unknown, readout: unknown = nothing): unknown {
  const description = text(state, "description");
  return html`<label class="nb-widget-field"><span class="nb-widget-label">${description}</span>${control}${
    readout === nothing ? nothing : html`<span class="nb-value">${readout}</span>`
  }</label>`;
}

/** The `<input>` of an event. */
export function inputOf(event: Event): HTMLInputElement {
  return event.target instanceof HTMLInputElement ? event.target : document.createElement("input");
}

/** What the control is called where it has no description. */
export function nameOf({ state }: View): string {
  return (
    text(state, "description") ||
    text(state, "tooltip") ||
    text(state, "placeholder") ||
    text(state, "_model_name").replace(/Model$/, "")
  );
}

const off = (state: WidgetState): boolean => state.disabled === true;

/** Both events: continuous widgets tell every move, others the last. */
function moves(
  { state }: View,
  take: (event: Event) => void,
): { input: (event: Event) => void; change: (event: Event) => void } {
  return state.continuous_update === false ? { input: () => {}, change: take } : { input: take, change: take };
}

const slider: RenderWidget = (view) => {
  const { state } = view;
  const value = number(state, "value");
  const on = moves(view, (event) => view.set({ value: inputOf(event).valueAsNumber }));
  const readout = state.readout === false ? nothing : formatReadout(value, text(state, "readout_format"));
  return labelled(
    view,
    html`<input type="range" aria-label=${nameOf(view)} ?disabled=${off(state)} min=${number(state, "min")} max=${number(state, "max")} step=${number(state, "step", 1) || "any"}
      .value=${live(String(value))} @input=${on.input} @change=${on.change}>`,
    readout,
  );
};

const logSlider: RenderWidget = (view) => {
  const { state } = view;
  const [base, value] = [number(state, "base", 10), number(state, "value", 1)];
  const on = moves(view, (event) => view.set({ value: base ** inputOf(event).valueAsNumber }));
  return labelled(
    view,
    html`<input type="range" aria-label=${nameOf(view)} ?disabled=${off(state)} min=${number(state, "min")} max=${number(state, "max", 4)} step=${number(state, "step", 0.1)}
      .value=${live(String(Math.log(value) / Math.log(base)))} @input=${on.input} @change=${on.change}>`,
    formatReadout(value, text(state, "readout_format")),
  );
};

const rangeSlider: RenderWidget = (view) => {
  const { state } = view;
  const [from = 0, to = 0] = Array.isArray(state.value) ? state.value.map(Number) : [];
  const on = (which: 0 | 1): ReturnType<typeof moves> =>
    moves(view, (event) => {
      const value = inputOf(event).valueAsNumber;
      view.set({ value: which === 0 ? [Math.min(value, to), to] : [from, Math.max(value, from)] });
    });
  const one = (which: 0 | 1, value: number): unknown => {
    const handlers = on(which);
    return html`<input type="range" aria-label="${nameOf(view)}, ${which === 0 ? "from" : "to"}" ?disabled=${off(state)} min=${number(state, "min")} max=${number(state, "max")}
      step=${number(state, "step", 1)} .value=${live(String(value))} @input=${handlers.input} @change=${handlers.change}>`;
  };
  const format = text(state, "readout_format");
  return html`<div class="nb-widget-field" role="group" aria-label=${nameOf(view)}><span class="nb-widget-label">${text(state, "description")}</span>
    ${one(0, from)}${one(1, to)}<span class="nb-value">${formatReadout(from, format)} – ${formatReadout(to, format)}</span></div>`;
};

const numberBox =
  (whole: boolean): RenderWidget =>
  (view) => {
    const { state } = view;
    const take = (event: Event): void => {
      const value = inputOf(event).valueAsNumber;
      if (Number.isFinite(value)) view.set({ value: whole ? Math.round(value) : value });
    };
    return labelled(
      view,
      html`<input type="number" aria-label=${nameOf(view)} ?disabled=${off(state)} min=${state.min ?? nothing} max=${state.max ?? nothing} step=${state.step ?? (whole ? 1 : "any")}
      .value=${live(String(number(state, "value")))} @change=${take}>`,
    );
  };

const textBox =
  (type: "text" | "password"): RenderWidget =>
  (view) => {
    const { state } = view;
    const on = moves(view, (event) => view.set({ value: inputOf(event).value }));
    const submit = (event: KeyboardEvent): void => {
      if (event.key === "Enter") view.tell({ event: "submit" });
    };
    const options = Array.isArray(state.options) ? state.options.map(String) : [];
    return labelled(
      view,
      html`<input type=${type} aria-label=${nameOf(view)} ?disabled=${off(state)} placeholder=${text(state, "placeholder")} list=${options.length > 0 ? "options" : nothing}
      .value=${live(text(state, "value"))} @input=${on.input} @change=${on.change} @keydown=${submit}>${
        options.length > 0
          ? html`<datalist id="options">${options.map((one) => html`<option value=${one}></option>`)}</datalist>`
          : nothing
      }`,
    );
  };

const textarea: RenderWidget = (view) => {
  const { state } = view;
  const on = moves(view, ({ target }) => {
    if (target instanceof HTMLTextAreaElement) view.set({ value: target.value });
  });
  return labelled(
    view,
    html`<textarea aria-label=${nameOf(view)} rows=${number(state, "rows", 3)} ?disabled=${off(state)} placeholder=${text(state, "placeholder")}
      .value=${live(text(state, "value"))} @input=${on.input} @change=${on.change}></textarea>`,
  );
};

const checkbox: RenderWidget = (view) =>
  html`<label class="nb-check"><input type="checkbox" ?disabled=${off(view.state)} .checked=${live(view.state.value === true)}
    @change=${(event: Event) => view.set({ value: inputOf(event).checked })}><span>${text(view.state, "description")}</span></label>`;

const valid: RenderWidget = ({ state }) =>
  html`<span class=${state.value === true ? "nb-up" : "nb-wrong"}>${text(state, "description")} ${state.value === true ? "✓" : text(state, "readout")}</span>`;

const toggle: RenderWidget = (view) =>
  html`<button class="nb-plain-button" aria-pressed=${view.state.value === true ? "true" : "false"} ?disabled=${off(view.state)} title=${text(view.state, "tooltip") || nothing}
    @click=${() => view.set({ value: view.state.value !== true })}>${text(view.state, "description") || nameOf(view)}</button>`;

const STYLES: Readonly<Record<string, string>> = {
  primary: "nb-blue",
  success: "nb-green",
  info: "nb-blue",
  warning: "nb-yellow",
  danger: "nb-red",
};

const button: RenderWidget = (view) => {
  const style = STYLES[text(view.state, "button_style")];
  return html`<button class=${style ? `nb-button ${style}` : "nb-plain-button"} ?disabled=${off(view.state)} title=${text(view.state, "tooltip") || nothing}
    @click=${() => view.tell({ event: "click" })}>${text(view.state, "description") || nameOf(view)}</button>`;
};

/** Native date and time controls, which hold `show(value)` and give `read(text)`. */
const picker =
  (
    type: "date" | "time" | "datetime-local",
    show: (value: unknown) => string,
    read: (value: string) => unknown,
  ): RenderWidget =>
  (view) =>
    labelled(
      view,
      html`<input type=${type} aria-label=${nameOf(view)} step=${type === "date" ? nothing : 1} ?disabled=${off(view.state)} .value=${live(show(view.state.value))}
      @change=${(event: Event) => view.set({ value: read(inputOf(event).value) })}>`,
    );

const color: RenderWidget = (view) =>
  labelled(
    view,
    html`<input type="color" aria-label=${nameOf(view)} ?disabled=${off(view.state)} .value=${live(hexColor(text(view.state, "value")))} @change=${(event: Event) => view.set({ value: inputOf(event).value })}>`,
  );

/** `black`, `rgb(…)`, `#abc` as the six digits that a color control takes. */
function hexColor(value: string): string {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return "#000000";
  context.fillStyle = value;
  return /^#[0-9a-f]{6}/.exec(context.fillStyle)?.[0] ?? "#000000";
}

const upload: RenderWidget = (view) => {
  const { state } = view;
  const take = async (event: Event): Promise<void> => {
    const files = [...(inputOf(event).files ?? [])];
    const value = await Promise.all(
      files.map(async (file) => ({
        name: file.name,
        type: file.type,
        size: file.size,
        last_modified: file.lastModified,
        content: { base64: base64(new Uint8Array(await file.arrayBuffer())) },
      })),
    );
    view.set({ value, error: "" });
  };
  return labelled(
    view,
    html`<input type="file" aria-label=${nameOf(view)} accept=${text(state, "accept")} ?multiple=${state.multiple === true} ?disabled=${off(state)} @change=${take}>`,
  );
};

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(binary);
}

export const CONTROLS: Readonly<Record<string, RenderWidget>> = {
  IntSliderModel: slider,
  FloatSliderModel: slider,
  FloatLogSliderModel: logSlider,
  IntRangeSliderModel: rangeSlider,
  FloatRangeSliderModel: rangeSlider,
  IntTextModel: numberBox(true),
  BoundedIntTextModel: numberBox(true),
  FloatTextModel: numberBox(false),
  BoundedFloatTextModel: numberBox(false),
  TextModel: textBox("text"),
  ComboboxModel: textBox("text"),
  PasswordModel: textBox("password"),
  TextareaModel: textarea,
  CheckboxModel: checkbox,
  ValidModel: valid,
  ToggleButtonModel: toggle,
  ButtonModel: button,
  DatePickerModel: picker("date", dateText, dateValue),
  TimePickerModel: picker("time", timeText, timeValue),
  NaiveDatetimePickerModel: picker(
    "datetime-local",
    (value) => datetimeText(value, false),
    (value) => datetimeValue(value, false),
  ),
  DatetimePickerModel: picker(
    "datetime-local",
    (value) => datetimeText(value, true),
    (value) => datetimeValue(value, true),
  ),
  ColorPickerModel: color,
  FileUploadModel: upload,
};
