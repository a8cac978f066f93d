/**
 * The product's side of the comparison: the built app in a browser, run as a viewer does, and what its blocks then show.
 * @module
 */
import type { Browser } from "playwright-core";
import { serveFolder } from "../../compiler/node/static-server.ts";
import type { Outcome } from "./compare.ts";

const LIMIT = Number(process.env.CORPUS_SECONDS ?? 150) * 1000;

/** Opens the app, presses Run, and reads every output on the page. */
export async function runInBrowser(browser: Browser, out: string): Promise<Outcome> {
  const server = await serveFolder(() => out, { port: 0 });
  const context = await browser.newContext({ deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(
      () => document.querySelector("notebook-app")?.shadowRoot?.querySelector("button"),
      null,
      {
        timeout: 60_000,
      },
    );
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForFunction(
      () => ["ready", "failed"].includes(document.querySelector("notebook-app")?.getAttribute("data-state") ?? ""),
      null,
      { timeout: LIMIT, polling: 500 },
    );
    return await page.evaluate(readPage);
  } catch (error) {
    return { text: "", figures: [], values: 0, error: { name: "page", text: String(error).slice(0, 500) } };
  } finally {
    await context.close().catch(() => {});
    await server.close();
  }
}

/** Runs in the page. */
function readPage(): Outcome {
  type Shown = Element & {
    output?: {
      output_type: string;
      name?: string;
      text?: string;
      ename?: string;
      traceback?: string[];
      data?: Record<string, unknown>;
      metadata?: Record<string, { width: number; height: number }>;
    };
  };
  const found: Shown[] = [];
  const visit = (root: ParentNode): void => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "nb-output") found.push(element);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  const figures: [number, number][] = [];
  let [text, values] = ["", 0];
  let error: Outcome["error"] = null;
  for (const { output } of found) {
    if (output?.output_type === "stream" && output.name === "stdout") text += output.text ?? "";
    if (output?.output_type === "execute_result") values++;
    if (output?.output_type === "error")
      error ??= { name: output.ename ?? "", text: (output.traceback ?? []).join("\n").slice(-3000) };
    const size = output?.metadata?.["image/png"];
    if (output?.data?.["image/png"] && size && output.output_type === "display_data")
      figures.push([size.width, size.height]);
  }
  const app = document.querySelector("notebook-app");
  if (app?.getAttribute("data-state") === "failed")
    error ??= { name: "app", text: (app.shadowRoot?.textContent ?? "").slice(0, 2000) };
  return { text, figures, values, error };
}
