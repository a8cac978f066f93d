/**
 * What the page around an element sets: read from attributes and from whatever a framework passes, and checked against the app.
 * @module
 */
import { valueProblem } from "../../compiler/contract/input-values.ts";
import type { InputSpec, InputValue } from "../../compiler/contract/inputs.ts";
import type { InputValues } from "../element.ts";

/** Values by name as plain data, whatever kind of object or text they came as; `null` if they are none. */
export function givenInputs(values: unknown): InputValues | null {
  if (values === null || values === undefined || values === "") return {};
  try {
    // Frameworks pass proxies, which cannot be sent to Python; JSON is what an attribute could say too.
    const plain: unknown = JSON.parse(typeof values === "string" ? values : JSON.stringify(values));
    return isValues(plain) ? plain : null;
  } catch {
    return null;
  }
}

function isValues(plain: unknown): plain is InputValues {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) && Object.values(plain).every(isValue);
}

function isValue(value: unknown): value is InputValue {
  if (Array.isArray(value)) return value.every((part) => part === null || typeof part !== "object");
  return value === null || typeof value !== "object";
}

/** The values that the app's inputs take, and one sentence for each of the others. */
export function checkInputs(
  specs: readonly InputSpec[],
  given: InputValues,
): { readonly values: InputValues; readonly problems: readonly string[] } {
  const values: Record<string, InputValue> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const spec = specs.find((one) => one.name === name && one.type !== "button" && one.type !== "file");
    const problem = spec ? valueProblem(spec, value) : null;
    if (!spec) problems.push(`This app has no input '${name}' that a page can set.`);
    else if (problem === null) values[name] = value;
    else problems.push(`The value for '${name}' is refused. ${problem}`);
  }
  return { values, problems };
}

/** Ids as a list, from a list or from text with commas. */
export function blockList(ids: unknown): readonly string[] {
  const list = Array.isArray(ids) ? ids.map(String) : typeof ids === "string" ? ids.split(",") : [];
  return list.map((id) => id.trim()).filter((id) => id !== "");
}
