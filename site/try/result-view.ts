/**
 * What came of a notebook: a verdict, what was found with its place and the way out, and what can be done next.
 * @module
 */
import type { Diagnostic } from "../../compiler/index.ts";
import type { Attempt } from "./compile-here.ts";
import type { Dropped } from "./dropped.ts";

export interface ResultActions {
  /** Takes another notebook of the project. */
  choose(name: string): void;
  download(): Promise<void>;
}

const SEVERITIES = ["error", "warning", "info"] as const;
const NAMES = { error: "Error", warning: "Warning", info: "Note" } as const;
/** Codes that mean nothing here: nothing has been put anywhere yet. */
const QUIET: ReadonlySet<string> = new Set(["static-is-open"]);

/** Shows it. */
export function renderResult(
  { title, diagnostics, bundle, runtime }: Attempt,
  dropped: Dropped,
  { place, actions }: { readonly place: HTMLElement; readonly actions: ResultActions },
): void {
  const heading = make("h2", verdict(title, bundle !== null, runtime));
  const head = make("div", heading);
  head.className = "verdict";
  if (bundle) head.append(downloadButton(actions));
  const shown = SEVERITIES.flatMap((severity) =>
    diagnostics.filter((one) => one.severity === severity && !QUIET.has(one.code)),
  );
  const list = make("ul", ...shown.map((one) => finding(one, dropped, actions)));
  list.className = "findings";
  place.replaceChildren(head, list);
  if (bundle) place.append(hint());
  head.scrollIntoView({ block: "start" });
}

function verdict(title: string, good: boolean, runtime: Attempt["runtime"]): string {
  if (!good) return `“${title}” cannot run here yet`;
  return runtime === "server" ? `“${title}” can be read here, and needs a server to run` : `“${title}” is an app`;
}

function downloadButton(actions: ResultActions): HTMLElement {
  const button = make("button", "Download the app (.zip)");
  button.type = "button";
  button.className = "action first";
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = "Packing …";
    try {
      await actions.download();
      button.textContent = "Download the app (.zip)";
    } catch {
      button.textContent = "That did not work. Try again";
    }
    button.disabled = false;
  });
  return button;
}

function hint(): HTMLElement {
  const line = make(
    "p",
    "Unzipped, it is a folder for any static host. Whoever reaches it can read all of it. The app itself, press Run:",
  );
  line.className = "soft";
  return line;
}

function finding(
  { code, severity, message, help, place }: Diagnostic,
  { notebook }: Dropped,
  actions: ResultActions,
): HTMLElement {
  const where = [place.file, place.blockTitle, place.line === undefined ? undefined : `line ${place.line}`].filter(
    (part) => part !== undefined,
  );
  const item = make("li");
  item.className = severity;
  const what = make("p", make("strong", `${NAMES[severity]}: `), message);
  const way = make("p", help);
  const small = make("p", `${where.join(", ")} `);
  small.className = "soft";
  if (code !== "not-on-this-page") {
    const link = make("a", code);
    link.href = `../docs/diagnostics.html#${code}`;
    small.append("· ", link);
  }
  item.append(what, way, small);
  if (code === "choose-notebook" && place.file === notebook.name) item.append(...choices(help, actions));
  return item;
}

/** A button for each notebook of the project that the finding names. */
function choices(help: string, actions: ResultActions): HTMLElement[] {
  return [...help.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => {
    const button = make("button", name);
    button.type = "button";
    button.className = "action";
    button.addEventListener("click", () => actions.choose(name));
    return button;
  });
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, ...content: (string | Node)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}
