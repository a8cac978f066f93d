/**
 * The docs' lists of the element's attributes, events, parts and colors, from the custom elements manifest.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of any list of the manifest. */
interface Row {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly default: string;
}

const LISTS = [
  ["attributes", "Attributes and properties"],
  ["members", "Further properties and methods"],
  ["events", "Events"],
  ["slots", "Slots"],
  ["cssProperties", "Custom properties"],
  ["cssParts", "Parts"],
] as const;

/** Markdown of `<notebook-app>`. */
export function elementMarkdown(root: string): string {
  const declaration = findElement(
    JSON.parse(readFileSync(join(root, "dist/custom-elements.json"), "utf8")),
    "notebook-app",
  );
  if (declaration === null) throw new TypeError("The custom elements manifest does not describe <notebook-app>.");
  const attributes = new Set(list(declaration, "attributes").map(({ name }) => name));
  return LISTS.map(([key, title]) => {
    // An attribute's property is called the same, and said once.
    const rows = list(declaration, key).filter(({ name }) => key !== "members" || !attributes.has(name));
    return rows.length === 0 ? "" : `## ${title}\n\n${table(rows)}\n`;
  }).join("\n");
}

function findElement(manifest: unknown, tagName: string): object | null {
  for (const module of objects(manifest, "modules"))
    for (const declaration of objects(module, "declarations"))
      if (Reflect.get(declaration, "tagName") === tagName || Reflect.get(declaration, "name") === "NotebookApp")
        return declaration;
  return null;
}

/** What the public API is: no private members, and of the inherited ones none. */
function list(declaration: object, key: string): Row[] {
  return objects(declaration, key)
    .filter((one) => !["private", "protected"].includes(String(Reflect.get(one, "privacy"))))
    .filter(
      (one) =>
        key !== "members" ||
        (Reflect.has(one, "description") && !Reflect.has(one, "inheritedFrom") && Reflect.get(one, "static") !== true),
    )
    .map((one) => ({
      name: text(one, "name") || "(default)",
      description: text(one, "description"),
      type: text(Reflect.get(one, "type"), "text"),
      default: text(one, "default"),
    }));
}

function table(rows: readonly Row[]): string {
  const typed = rows.some((row) => row.type !== "");
  const initial = rows.some((row) => row.default !== "");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = ["name", ...(typed ? ["type"] : []), ...(initial ? ["default"] : []), "meaning"];
  return [
    line(head),
    line(head.map(() => "---")),
    ...rows.map((row) =>
      line([
        code(row.name),
        ...(typed ? [code(row.type)] : []),
        ...(initial ? [code(row.default)] : []),
        cell(row.description),
      ]),
    ),
  ].join("\n");
}

function code(content: string): string {
  return content === "" ? "" : `\`${cell(content)}\``;
}

function cell(content: string): string {
  return content.replace(/\s+/g, " ").replaceAll("|", "\\|");
}

function objects(holder: unknown, key: string): object[] {
  const value: unknown = typeof holder === "object" && holder !== null ? Reflect.get(holder, key) : [];
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
}

function text(holder: unknown, key: string): string {
  const value: unknown = typeof holder === "object" && holder !== null ? Reflect.get(holder, key) : "";
  return typeof value === "string" ? value : "";
}
