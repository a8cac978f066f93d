/**
 * What axe says of a page, in light and dark.
 * @module
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** The rules that look at colours: nothing else differs between light and dark. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** One line for each violation and element; empty is the promise. */
export async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page });
    const result = await (colorScheme === "light" ? axe : axe.withRules(COLOURS)).analyze();
    for (const { id, nodes } of result.violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}: ${id} at ${JSON.stringify(target)}: ${failureSummary ?? ""}`);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
  return found;
}
