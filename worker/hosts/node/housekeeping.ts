/**
 * The one-machine host's clock for housekeeping.
 * @module
 */
import type { LogEntry } from "../../deps.ts";
import { tidy } from "../../housekeeping.ts";
import type { Blobs } from "../../storage/blobs.ts";
import type { Database } from "../../storage/database.ts";

/** A round now and one every hour; gives what ends it. */
export function housekeeping(parts: { database: Database; blobs: Blobs; log: (entry: LogEntry) => void }): () => void {
  const round = () =>
    void tidy({ ...parts, now: Date.now() }).catch((error: unknown) =>
      parts.log({ level: "error", event: "housekeeping-failed", message: String(error) }),
    );
  round();
  const timer = setInterval(round, 3_600_000);
  timer.unref();
  return () => clearInterval(timer);
}
