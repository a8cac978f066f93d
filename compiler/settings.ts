/**
 * App settings: `<notebook name>.app.yaml`, every key optional, checked against the schema and made into a full value.
 * @module
 */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Document as YamlDocument,
} from "yaml";
import type { EmbedRule } from "./contract/api.ts";
import { type ProjectId, projectId } from "./contract/ids.ts";
import type { PageSettings } from "./contract/program.ts";
import type { Diagnostic, Place } from "./diagnostics/diagnostic.ts";
import { badRequirement } from "./diagnostics/packages.ts";
import { unknownSetting, unreadableSettings, wrongSetting } from "./diagnostics/settings.ts";
import type { StatedRequirement } from "./document.ts";
import { parseRequirement } from "./packages/requirements.ts";
import { SETTINGS, type SettingSchema } from "./settings-schema.ts";

/** Every app-wide setting, defaults filled in. SPEC section 2 says what each means. */
export interface AppSettings extends PageSettings {
  /** `null` until the first build writes one back. */
  readonly project: ProjectId | null;
  /** `null` takes the notebook's own. */
  readonly title: string | null;
  readonly description: string | null;
  readonly runtime: "auto" | "browser" | "server";
  readonly image: string | null;
  readonly packages: readonly StatedRequirement[];
  readonly prerun: "none" | "imports" | "all";
  /** Folder of the work files relative to the notebook; `null` takes `work/` if it is there. */
  readonly files: string | null;
  readonly embed: EmbedRule & {
    /** Elements of one page share a session. */
    readonly oneKernel: boolean;
  };
}

/** The settings, usable also where there are findings, and what is wrong with them. */
export interface ParsedSettings {
  readonly settings: AppSettings;
  readonly diagnostics: readonly Diagnostic[];
}

type Values = Record<string, unknown>;

/** Reads a settings file; `null` gives the defaults. */
export function parseSettings(source: { readonly file: string; readonly text: string } | null): ParsedSettings {
  if (source === null) return { settings: complete({}), diagnostics: [] };
  const lines = new LineCounter();
  const yaml = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line, column: col };
  };
  const [error] = yaml.errors;
  if (error) return { settings: complete({}), diagnostics: [unreadableSettings(place(error.pos[0]), error.message)] };
  const checker = new Checker(yaml, place);
  const values = checker.root(yaml.contents);
  return { settings: complete(values, checker.requirements), diagnostics: checker.diagnostics };
}

/** Checks YAML nodes against the schema, key by key. */
class Checker {
  readonly diagnostics: Diagnostic[] = [];
  readonly requirements: StatedRequirement[] = [];
  private readonly yaml: YamlDocument;
  private readonly place: (offset: number) => Place;

  constructor(yaml: YamlDocument, place: (offset: number) => Place) {
    this.yaml = yaml;
    this.place = place;
  }

  root(node: Node | null): Values {
    if (node === null || (isScalar(node) && node.value === null)) return {};
    if (isMap(node)) return this.keys(node, SETTINGS, "");
    this.diagnostics.push(unreadableSettings(this.at(node), "It is no list of keys and values."));
    return {};
  }

  private at(node: unknown): Place {
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    return this.place(Array.isArray(range) && typeof range[0] === "number" ? range[0] : 0);
  }

  private keys(node: Node, schemas: Readonly<Record<string, SettingSchema>>, prefix: string): Values {
    const values: Values = {};
    if (!isMap(node)) return values;
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
      if (!schema)
        this.diagnostics.push(
          unknownSetting(this.at(key), prefix + name, nearest(name, Object.keys(schemas)), Object.keys(schemas)),
        );
      else values[name] = this.value(value, schema, { name: prefix + name, key });
    }
    return values;
  }

  private value(given: unknown, schema: SettingSchema, { name, key }: { name: string; key: unknown }): unknown {
    const node = isAlias(given) ? given.resolve(this.yaml) : given;
    if (schema.properties && isMap(node)) return this.keys(node, schema.properties, `${name}.`);
    const plain: unknown = isNode(node) ? node.toJS(this.yaml) : null;
    // A key without a value is as good as no key.
    if (plain === null) return undefined;
    if (fits(plain, schema)) {
      if (schema.items?.format === "pep508") this.requirementList(node);
      return plain;
    }
    const near = typeof plain === "string" && schema.enum ? nearest(plain, schema.enum) : null;
    this.diagnostics.push(wrongSetting(this.at(node ?? key), { key: name, allowed: allowed(schema), nearest: near }));
    return undefined;
  }

  /** Each item with its own place. */
  private requirementList(node: unknown): void {
    if (!isSeq(node)) return;
    for (const item of node.items) {
      const text: unknown = isNode(item) ? item.toJS(this.yaml) : null;
      if (typeof text !== "string") continue;
      const place = this.at(item);
      const parsed = parseRequirement(text);
      if (typeof parsed === "string") this.diagnostics.push(badRequirement(place, parsed));
      else this.requirements.push({ text, place });
    }
  }
}

function fits(value: unknown, schema: SettingSchema): boolean {
  if (schema.type === "boolean") return typeof value === "boolean";
  if (schema.type === "array") {
    const pattern = new RegExp(schema.items?.pattern ?? "");
    return Array.isArray(value) && value.every((item) => typeof item === "string" && pattern.test(item));
  }
  if (schema.type !== "string" || typeof value !== "string") return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  return schema.format !== "uuid" || projectId(value) !== null;
}

function allowed(schema: SettingSchema): string {
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(", ");
  if (schema.format === "uuid") return "a UUID";
  const names = {
    boolean: "true or false",
    array: schema.items?.pattern ? "a list of origins, such as 'https://example.com'" : "a list of texts",
    string: "text (in quotes, if it looks like a number, true or false)",
    object: `the keys ${Object.keys(schema.properties ?? {}).join(", ")}`,
  };
  return names[schema.type];
}

/** The name that is at most a third of its letters away, if there is one. */
export function nearest(name: string, names: readonly string[]): string | null {
  const ranked = names
    .map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.max(2, Math.ceil(name.length / 3)) ? best.one : null;
}

/** Levenshtein's edit distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function complete(values: Values, packages: readonly StatedRequirement[] = []): AppSettings {
  const text = (key: string): string | null => (typeof values[key] === "string" ? values[key] : null);
  const flag = (key: string): boolean =>
    typeof values[key] === "boolean" ? values[key] : SETTINGS[key]?.default === true;
  const pick = <T extends string>(key: string, ...options: readonly [T, ...T[]]): T =>
    options.find((option) => option === values[key]) ??
    options.find((option) => option === SETTINGS[key]?.default) ??
    options[0];
  const list = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  const embed = typeof values.embed === "object" && values.embed !== null ? values.embed : {};
  return {
    project: projectId(text("project") ?? ""),
    title: text("title"),
    description: text("description"),
    access: pick("access", "workspace", "link", "public"),
    allowRun: flag("allowRun"),
    reactivity: flag("reactivity"),
    apply: pick("apply", "auto", "manual"),
    showOutputs: flag("showOutputs"),
    hideCode: flag("hideCode"),
    fullWidth: flag("fullWidth"),
    tableOfContents: flag("tableOfContents"),
    runtime: pick("runtime", "auto", "browser", "server"),
    image: text("image"),
    packages,
    prerun: pick("prerun", "imports", "none", "all"),
    load: pick("load", "idle", "eager", "interaction"),
    isolate: flag("isolate"),
    files: text("files"),
    embed: {
      allow: Reflect.get(embed, "allow") === true,
      origins: list(Reflect.get(embed, "origins")),
      oneKernel: Reflect.get(embed, "oneKernel") === true,
    },
    theme: pick("theme", "auto", "light", "dark"),
  };
}

/** Whether a settings file says anything about a key. */
export function settingGiven(text: string | null, key: keyof AppSettings): boolean {
  const yaml = text === null ? null : parseDocument(text);
  return yaml !== null && isMap(yaml.contents) && yaml.get(key) != null;
}

/** Top-level keys that a settings file gives. */
export function givenSettings(text: string | null): string[] {
  const yaml = text === null ? null : parseDocument(text);
  if (yaml === null || !isMap(yaml.contents)) return [];
  return yaml.contents.items.flatMap(({ key, value }) => (isScalar(key) && value != null ? [String(key.value)] : []));
}

/** The settings file with this project in it; comments and everything else stay as they are. */
export function withProject(text: string | null, project: ProjectId): string {
  if (text === null || text.trim() === "")
    return `# How this notebook becomes an app. Every key is optional.\nproject: ${project}\n`;
  const yaml = parseDocument(text);
  if (isMap(yaml.contents) && yaml.has("project")) {
    yaml.set("project", project);
    return yaml.toString();
  }
  const separator = text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}project: ${project}\n`;
}
