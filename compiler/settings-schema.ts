/**
 * The JSON Schema of `<notebook name>.app.yaml`: the one list of settings, their values, defaults and meanings.
 * @module
 */

import { ORIGIN } from "./contract/api.ts";

/** One setting's schema, as far as this compiler's own checks understand it. */
export interface SettingSchema {
  readonly type: "string" | "boolean" | "array" | "object";
  readonly description: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: "uuid";
  readonly items?: { readonly type: "string"; readonly format?: "pep508"; readonly pattern?: string };
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly additionalProperties?: false;
}

const choice = (description: string, initial: string, ...values: readonly string[]): SettingSchema => ({
  type: "string",
  enum: values,
  default: initial,
  description,
});
const flag = (description: string, initial: boolean): SettingSchema => ({
  type: "boolean",
  default: initial,
  description,
});
const text = (description: string): SettingSchema => ({ type: "string", description });
const list = (description: string): SettingSchema => ({
  type: "array",
  items: { type: "string" },
  default: [],
  description,
});

/** Every setting by its key, in the order in which the docs list them. */
export const SETTINGS: Readonly<Record<string, SettingSchema>> = {
  project: {
    type: "string",
    format: "uuid",
    description: "The project's UUID; made by the first build. DEEPNOTE_PROJECT_ID in Python's environment.",
  },
  title: text("The page's title; the notebook's name if left out."),
  description: text("One sentence for search engines and link previews."),
  access: choice("Who may open the published app.", "workspace", "workspace", "link", "public"),
  allowRun: flag("Viewers may run the app; off: a page to read, no Python is fetched.", true),
  reactivity: flag("A change re-runs only the blocks that it affects; off: always all, top to bottom.", true),
  apply: choice("Whether a committed change runs at once, or changes wait for Apply.", "auto", "auto", "manual"),
  showOutputs: flag("Start with the outputs and input values saved in the notebook; off: a clean slate.", false),
  hideCode: flag("Hide all code.", false),
  fullWidth: flag("Use the whole width of the window.", false),
  tableOfContents: flag("List the headings beside the page.", false),
  runtime: choice("Where Python runs.", "auto", "auto", "browser", "server"),
  image: text("The server kernel's image or kernelspec; implies a server kernel."),
  packages: { ...list("Further requirements (PEP 508)."), items: { type: "string", format: "pep508" } },
  prerun: choice("What the build has already run when the page opens.", "imports", "none", "imports", "all"),
  load: choice("When the page fetches Python.", "idle", "eager", "idle", "interaction"),
  isolate: flag(
    "The service worker isolates the page where its host sends no isolation headers, so that Stop reaches Python at once; popups of other sites then cannot talk to the page.",
    false,
  ),
  files: text("The folder published as work files; `work` beside the notebook if it is there."),
  embed: {
    type: "object",
    description: "Who may frame or embed the app.",
    default: { allow: false, origins: [], oneKernel: false },
    additionalProperties: false,
    properties: {
      allow: flag("Other pages may embed the app.", false),
      origins: {
        ...list("Origins that may, e.g. https://example.com or https://*.example.com; empty allows all."),
        items: { type: "string", pattern: ORIGIN.source },
      },
      oneKernel: flag("Elements of one page that show this app share one Python and its inputs.", false),
    },
  },
  theme: choice("Light, dark, or what the viewer's system says.", "auto", "auto", "light", "dark"),
};

/** The published schema (JSON Schema 2020-12). */
export const settingsSchema: unknown = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "notebook-app settings",
  description: "How a notebook becomes an app. Every key is optional.",
  type: "object",
  additionalProperties: false,
  properties: SETTINGS,
};
