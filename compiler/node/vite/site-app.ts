/**
 * What a site gets that imports a notebook: `import app from "./sales.ipynb?app"`.
 * @module
 */
import type { InputSpec } from "../../contract/inputs.ts";
import type { Program } from "../../contract/program.ts";
import { InternalError } from "../../diagnostics/diagnostic.ts";

/** A notebook as an app of the site. */
export interface SiteApp {
  /** Where the app is, for `<notebook-app src>`. */
  readonly src: string;
  readonly title: string;
  /** Empty if the author gave none. */
  readonly description: string;
  /** Its inputs, in notebook order: names for `<notebook-app inputs>`, labels, limits, defaults. */
  readonly inputs: readonly InputSpec[];
}

/** What {@link siteModule} writes into the module. */
export interface SiteModuleParts {
  /** A JavaScript expression that gives the app's URL. */
  readonly src: string;
  readonly program: Program;
  /** The app as readable HTML. */
  readonly html: string;
  /** The element is defined where there is a browser. */
  readonly browser: boolean;
  /** Open elements go on with what the notebook has become. */
  readonly hot: boolean;
}

/** What {@link siteModule} imports for the element: the site's `notebook-app`. */
export const ELEMENT_MODULE = "virtual:notebook-app/element";
/** What it imports when hot; the plugin serves it. */
export const REFRESH_MODULE = "virtual:notebook-app/refresh";

/**
 * The module's JavaScript. `html` is an export of its own, so that a site which needs no HTML ships none. When the notebook changes, the
 * object that others have imported becomes the new app, and the elements that show it go on with it.
 */
export function siteModule({ src, program, html, browser, hot }: SiteModuleParts): string {
  const { title, description } = program;
  const inputs = program.blocks.flatMap(({ step }) => (step?.kind === "input" ? [step.input] : []));
  const lines = [
    ...(browser ? [`import ${literal(ELEMENT_MODULE)};`] : []),
    ...(hot ? [`import { refreshApps } from ${literal(REFRESH_MODULE)};`] : []),
    `export const html = ${literal(html)};`,
    `const made = { src: ${src}, title: ${literal(title)}, description: ${literal(description)}, inputs: ${literal(inputs)} };`,
    ...(hot
      ? [
          "const before = import.meta.hot?.data.app;",
          "const app = Object.assign(before ?? {}, made);",
          "export default app;",
          "if (import.meta.hot) {",
          "  import.meta.hot.data.app = app;",
          "  import.meta.hot.accept();",
          "  if (before) refreshApps(app.src);",
          "}",
        ]
      : ["export default made;"]),
  ];
  return `${lines.join("\n")}\n`;
}

/** A value as JavaScript, which JSON is. */
function literal(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new InternalError("no-json", "A value of a program is no JSON.");
  return text;
}
