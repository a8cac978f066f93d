/**
 * Keeps a data folder to one server: two would each write a registry of their own into it. The lock is the operating system's, so a server
 * that was killed leaves none.
 * @module
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InternalError } from "../../errors.ts";

/** SQLite's code of a file that somebody else has locked. */
const BUSY = 5;

/** Takes the folder; gives what lets it go again. @throws {@link InternalError} if another server has it */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, "lock.sqlite"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if (Reflect.get(Object(cause), "errcode") !== BUSY) throw cause;
    throw new InternalError(`Another server uses ${folder}. End it, or give this one a folder of its own by --data.`, {
      cause,
    });
  }
  return () => lock.close();
}
