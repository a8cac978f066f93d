/**
 * The Play widget, and links between widgets that the page keeps without asking Python (`jslink`).
 * @module
 */
import { html } from "lit";
import type { WidgetChange, Widgets } from "../../widgets.ts";
import { nameOf } from "./controls.ts";
import { number, type RenderWidget, type View } from "./view.ts";

const timers = new WeakMap<object, ReturnType<typeof setInterval>>();

/** The Play control; its clock belongs to `owner`, the element that shows it. */
export function renderPlay(owner: object): RenderWidget {
  return (view) => {
    const playing = timers.has(owner);
    return html`<span class="nb-widget-row" role="group" aria-label=${nameOf(view)}>
      <button class="nb-plain-button nb-small" ?disabled=${view.state.disabled === true} @click=${() => (playing ? pause(owner, view) : play(owner, view))}>${playing ? "Pause" : "Play"}</button>
      <button class="nb-plain-button nb-small" ?disabled=${view.state.disabled === true} @click=${() => stop(owner, view)}>Stop</button></span>`;
  };
}

function play(owner: object, view: View): void {
  const interval = Math.max(20, number(view.state, "interval", 100));
  let value = number(view.state, "value");
  const [min, max, step] = [number(view.state, "min"), number(view.state, "max", 100), number(view.state, "step", 1)];
  if (value >= max) value = min - step;
  timers.set(
    owner,
    setInterval(() => {
      value += step;
      if (value > max && view.state.repeat !== true) return pause(owner, view);
      if (value > max) value = min;
      view.set({ value });
    }, interval),
  );
  view.set({ playing: true });
}

function pause(owner: object, view: View): void {
  endPlay(owner);
  view.set({ playing: false });
}

function stop(owner: object, view: View): void {
  endPlay(owner);
  view.set({ playing: false, value: number(view.state, "min") });
}

/** Stops the clock of an element that is gone. */
export function endPlay(owner: object): void {
  clearInterval(timers.get(owner));
  timers.delete(owner);
}

const followed = new WeakSet<Widgets>();

/** Keeps linked traits equal when a viewer changes one; called whenever a widget is shown. */
export function followLinks(widgets: Widgets): void {
  if (followed.has(widgets)) return;
  followed.add(widgets);
  widgets.addEventListener("change", (event) => {
    const { widget, changes, block } = event as WidgetChange; // all its events are
    if (changes === null || block === null) return;
    for (const [, state] of [...widgets.entries()]) {
      const name = state._model_name;
      if (name !== "LinkModel" && name !== "DirectionalLinkModel") continue;
      const [source, target] = [endOf(state.source), endOf(state.target)];
      if (!source || !target) continue;
      copy(widgets, { from: source, to: target, widget, changes, block });
      if (name === "LinkModel") copy(widgets, { from: target, to: source, widget, changes, block });
    }
  });
}

interface End {
  readonly widget: string;
  readonly trait: string;
}

function endOf(value: unknown): End | null {
  if (!Array.isArray(value)) return null;
  const [reference, trait]: unknown[] = value;
  return typeof reference === "string" && typeof trait === "string"
    ? { widget: reference.replace("IPY_MODEL_", ""), trait }
    : null;
}

function copy(
  widgets: Widgets,
  {
    from,
    to,
    widget,
    changes,
    block,
  }: { from: End; to: End } & {
    widget: string;
    changes: NonNullable<WidgetChange["changes"]>;
    block: NonNullable<WidgetChange["block"]>;
  },
): void {
  if (widget !== from.widget || !(from.trait in changes)) return;
  const value = changes[from.trait];
  if (JSON.stringify(widgets.state(to.widget)?.[to.trait]) !== JSON.stringify(value))
    widgets.set(to.widget, { [to.trait]: value }, block);
}
