/**
 * `notebook-app publish --rollback`: shows an earlier version again.
 * @module
 */
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import type { ServerOptions } from "./server-address.ts";
import { findApp } from "./server-options.ts";

/** Rolls back to a version by its number or id; `null` takes the one before the visible one. */
export async function rollBack(target: string, options: ServerOptions, wanted: string | null): Promise<void> {
  const { server, project } = await findApp(target, options);
  const { versions } = wanted === null ? { versions: [] } : await server.versions(project);
  const found = versions.find(({ id, number }) => id === wanted || String(number) === wanted);
  if (wanted !== null && !found) {
    const numbers = versions.map(({ number }) => number).join(", ");
    throw new Exit(EXIT.usage, `There is no version '${wanted}'. The server keeps ${numbers}.`);
  }
  const { app, version } = await server.rollback(project, found?.id ?? null);
  if (options.json)
    console.log(
      JSON.stringify(
        { ok: true, link: app.link, project, version: { id: version.id, number: version.number } },
        null,
        2,
      ),
    );
  else console.log(`${colors.green("Rolled back")} ${colors.bold(app.link)} shows version ${version.number} again.`);
}
