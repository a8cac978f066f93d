/**
 * What is done from time to time: expired sessions, bytes that no version needs any more, uploads that nobody finished.
 * @module
 */
import { forgetUnused, staleUploads } from "./registry/blobs.ts";
import { sweep } from "./registry/tickets.ts";
import type { Blobs } from "./storage/blobs.ts";
import type { Database } from "./storage/database.ts";

const DAY = 86_400_000;

/** One round. */
export async function tidy({ database, blobs, now }: { database: Database; blobs: Blobs; now: number }): Promise<void> {
  await sweep(database, now);
  for (const { key, handle, part } of await staleUploads(database, now - 7 * DAY))
    await blobs.abortParts({ key, handle, partSize: part });
  // A day, so that what a publish under way has sent stays.
  await blobs.delete(await forgetUnused(database, now - DAY));
}
