/**
 * A page of its own around a notebook: a control for each of its sliders, and the app below.
 * @module
 */
import type { InputSpec } from "notebook-app/vite";
import outbreak from "../../epidemic/epidemic.ipynb?app";

type SliderSpec = Extract<InputSpec, { type: "slider" }>;

/** Makes a labelled range that tells its value. */
function range({ name, min, max, step, default: value }: SliderSpec): HTMLInputElement {
  const input = Object.assign(document.createElement("input"), { type: "range", name });
  for (const [key, limit] of Object.entries({ min, max, step, value })) input.setAttribute(key, String(limit));
  const shown = document.createElement("output");
  const label = document.createElement("label");
  label.append(name.replaceAll("_", " "), input, shown);
  document.querySelector("#controls")?.append(label);
  const show = (): void => shown.replaceChildren(input.value);
  input.addEventListener("input", show);
  show();
  return input;
}

const app = document.createElement("notebook-app");
app.src = outbreak.src;
const controls = outbreak.inputs.flatMap((input) => (input.type === "slider" ? [range(input)] : []));
const hand = (): void => {
  app.inputs = Object.fromEntries(controls.map((control) => [control.name, control.valueAsNumber]));
};
for (const control of controls) control.addEventListener("change", hand);
hand();

document.querySelector("h1")?.replaceChildren(outbreak.title);
document.querySelector("#app")?.append(app);
