/**
 * Widgets that only show something, and boxes of widgets.
 * @module
 */
import { html, nothing } from "lit";
import { until } from "lit/directives/until.js";
import type { Output } from "../../../../compiler/contract/outputs.ts";
import { nameOf } from "./controls.ts";
import { dataUrl, list, number, type RenderWidget, text, type View } from "./view.ts";

const label: RenderWidget = ({ state }) =>
  html`<span class="nb-widget-text">${text(state, "description")} ${text(state, "value")}</span>`;

/** HTML from Python, as safe as any other of its HTML. */
const markup =
  (math: boolean): RenderWidget =>
  ({ state }) => {
    const drawn = math
      ? import("../markdown.ts").then(({ renderMarkdown }) => renderMarkdown(text(state, "value")))
      : import("../html.ts").then(({ renderHtml }) => renderHtml(text(state, "value")));
    return html`<div class="nb-widget-text">${text(state, "description")} ${until(drawn, nothing)}</div>`;
  };

const image: RenderWidget = ({ state }) => {
  const size = (trait: string): unknown => (text(state, trait) === "" ? nothing : text(state, trait));
  const format = text(state, "format");
  const url = format === "url" ? "" : dataUrl(state.value, `image/${format === "svg" ? "svg+xml" : format || "png"}`);
  return html`<img class="nb-image" alt=${text(state, "alt") || "Image"} src=${url} width=${size("width")} height=${size("height")}>`;
};

const media =
  (kind: "audio" | "video"): RenderWidget =>
  ({ state }) => {
    const url = dataUrl(state.value, `${kind}/${text(state, "format")}`);
    return kind === "audio"
      ? html`<audio controls src=${url} ?loop=${state.loop === true}></audio>`
      : html`<video controls src=${url} ?loop=${state.loop === true} class="nb-image"></video>`;
  };

const progress: RenderWidget = (view) => {
  const { state } = view;
  const [min, max] = [number(state, "min"), number(state, "max", 100)];
  return html`<label class="nb-widget-field"><span class="nb-widget-label">${text(state, "description")}</span>
    <progress aria-label=${nameOf(view)} max=${max - min || 1} value=${text(state, "bar_style") === "info" && max === 1 ? nothing : number(state, "value") - min}></progress></label>`;
};

/** CSS of a widget's `layout`, where it names what may be set. */
export function layoutStyle(layout: Readonly<Record<string, unknown>> | null): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [trait, property] of LAYOUT) {
    const value = layout?.[trait];
    // Anything that could load something or leave its place is no size or alignment.
    if (typeof value === "string" && /^[\w\s.%#(),/'"+*-]+$/.test(value) && !/url|expression/i.test(value))
      found[property] = value;
  }
  return found;
}

const LAYOUT: readonly (readonly [trait: string, property: string])[] = [
  "width height min_width max_width min_height max_height display flex flex_flow align_items align_self justify_content align_content grid_template_columns grid_template_rows grid_template_areas grid_gap grid_area grid_row grid_column margin padding border order overflow visibility",
].flatMap((names) => names.split(" ").map((name) => [name, name.replaceAll("_", "-")] as const));

const box =
  (direction: "row" | "column" | "grid"): RenderWidget =>
  (view) =>
    html`<div class="nb-widget-box nb-widget-${direction}">${list(view.state, "children").map((child) => view.child(child))}</div>`;

const titles = (view: View): string[] => {
  const given = list(view.state, "titles").map(String);
  return list(view.state, "children").map((_, at) => given[at] || `Section ${at + 1}`);
};

const accordion: RenderWidget = (view) =>
  html`<div>${list(view.state, "children").map(
    (child, at) =>
      html`<details class="nb-widget-details" ?open=${view.state.selected_index === at} @toggle=${({
        target,
      }: Event) => {
        const open = target instanceof HTMLDetailsElement && target.open;
        if (open !== (view.state.selected_index === at)) view.set({ selected_index: open ? at : null });
      }}><summary>${titles(view)[at]}</summary>${view.child(child)}</details>`,
  )}</div>`;

const tabs: RenderWidget = (view) => {
  const chosen = number(view.state, "selected_index", 0);
  const names = titles(view);
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = (chosen + step + names.length) % names.length;
    view.set({ selected_index: next });
    const bar = event.currentTarget;
    if (bar instanceof HTMLElement) bar.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return html`<div role="tablist" class="nb-widget-tabs" aria-label=${nameOf(view)} @keydown=${onKey}>${names.map(
    (name, at) =>
      html`<button role="tab" id="tab-${at}" aria-selected=${at === chosen ? "true" : "false"} tabindex=${at === chosen ? 0 : -1} @click=${() => view.set({ selected_index: at })}>${name}</button>`,
  )}</div><div role="tabpanel" aria-labelledby="tab-${chosen}" class="nb-widget-panel">${view.child(list(view.state, "children")[chosen])}</div>`;
};

const stack: RenderWidget = (view) => {
  const at = view.state.selected_index;
  return typeof at === "number" ? view.child(list(view.state, "children")[at]) : nothing;
};

const output: RenderWidget = (view) =>
  html`<div class="nb-widget-output">${list(view.state, "outputs").map((one) => (isOutput(one) ? view.output(one) : nothing))}</div>`;

function isOutput(value: unknown): value is Output {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "output_type") === "string";
}

export const SHOWN: Readonly<Record<string, RenderWidget>> = {
  LabelModel: label,
  HTMLModel: markup(false),
  HTMLMathModel: markup(true),
  ImageModel: image,
  AudioModel: media("audio"),
  VideoModel: media("video"),
  IntProgressModel: progress,
  FloatProgressModel: progress,
  BoxModel: box("row"),
  HBoxModel: box("row"),
  VBoxModel: box("column"),
  GridBoxModel: box("grid"),
  AccordionModel: accordion,
  TabModel: tabs,
  StackModel: stack,
  OutputModel: output,
};
