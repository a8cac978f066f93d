/**
 * The docs' list of settings, from the schema that the compiler checks them by.
 * @module
 */
import { SETTINGS, type SettingSchema } from "../../../compiler/settings-schema.ts";

/** Markdown. */
export function settingsMarkdown(): string {
  return Object.entries(SETTINGS)
    .map(([key, schema]) => section(key, schema, "##"))
    .join("\n");
}

function section(key: string, schema: SettingSchema, level: string): string {
  const { description, properties = {} } = schema;
  const inner = Object.entries(properties).map(
    ([name, one]) => `- \`${key}.${name}\`: ${one.description} ${facts(one)}`,
  );
  return `${level} \`${key}\`\n\n${description}\n\n${facts(schema)}\n${inner.length > 0 ? `\n${inner.join("\n")}\n` : ""}`;
}

/** What values there are, and which it is if nothing is said. */
function facts({ type, enum: values, default: initial, items, format }: SettingSchema): string {
  const kind = values
    ? `One of ${values.map((value) => `\`${value}\``).join(", ")}.`
    : type === "array"
      ? `A list of ${items?.format === "pep508" ? "requirements" : "texts"}.`
      : type === "boolean"
        ? "`true` or `false`."
        : type === "string"
          ? format === "uuid"
            ? "A UUID."
            : "A text."
          : "";
  const otherwise =
    initial === undefined || (Array.isArray(initial) && initial.length === 0) || type === "object"
      ? ""
      : ` Default: \`${String(initial)}\`.`;
  return `${kind}${otherwise}`.trim();
}
