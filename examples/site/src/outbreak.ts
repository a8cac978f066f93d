/**
 * A page of its own around a notebook: a control for each of its sliders, and the app below.
 * @module
 */
import outbreak from "../../epidemic/epidemic.ipynb?app";

/** Makes a labelled range that tells its value. */
function range(name: string, limits: { min: number; max: number; step: number; value: number }): HTMLInputElement {
  const input = Object.assign(document.createElement("input"), { type: "range", name });
  for (const [key, value] of Object.entries(limits)) input.setAttribute(key, String(value));
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
const controls = outbreak.inputs.flatMap((input) =>
  input.type === "slider" ? [range(input.name, { ...input, value: input.default })] : [],
);
const hand = (): void => {
  app.inputs = Object.fromEntries(controls.map((control) => [control.name, control.valueAsNumber]));
};
for (const control of controls) control.addEventListener("change", hand);
hand();

document.querySelector("h1")?.replaceChildren(outbreak.title);
document.querySelector("#app")?.append(app);
