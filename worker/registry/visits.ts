/**
 * How many people opened and ran an app, by day. Nothing about them is kept.
 * @module
 */
import type { Analytics } from "../../compiler/contract/api.ts";
import { type Database, numberOf, rows, sql, textOf } from "../storage/database.ts";

/** `2026-11-25`, in UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function countViewer(database: Database, project: string, day: string): Promise<void> {
  return count(database, { project, day, column: "viewers" });
}

export function countRun(database: Database, project: string, day: string): Promise<void> {
  return count(database, { project, day, column: "runs" });
}

async function count(
  database: Database,
  { project, day, column }: { project: string; day: string; column: "viewers" | "runs" },
): Promise<void> {
  await database.batch([
    sql(
      // An app that has gone meanwhile counts nothing.
      `INSERT INTO visits (project, day, ${column}) SELECT project, ?2, 1 FROM app WHERE project = ?1
       ON CONFLICT (project, day) DO UPDATE SET ${column} = ${column} + 1`,
      project,
      day,
    ),
  ]);
}

/** Newest first. */
export async function visitsOf(database: Database, project: string): Promise<Analytics> {
  const found = await rows(
    database,
    "SELECT day, viewers, runs FROM visits WHERE project = ?1 ORDER BY day DESC LIMIT 1000",
    project,
  );
  return {
    days: found.map((row) => ({
      day: textOf(row, "day"),
      viewers: numberOf(row, "viewers"),
      runs: numberOf(row, "runs"),
    })),
  };
}
