/**
 * A published app's work files, for its kernels.
 * @module
 */
import { InternalError } from "../errors.ts";
import { piecesOf } from "../storage/pieces.ts";

/**
 * A work file's bytes, as they come.
 *
 * @param name - Its path below the work folder.
 * @param read - Reads a file of the app's version; `null` if there is none.
 * @throws {@link InternalError} if there is none.
 */
export async function* workFile(
  name: string,
  read: (path: string) => Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null>,
): AsyncGenerator<Uint8Array> {
  const content = await read(`work/${name}`);
  if (content === null) throw new InternalError(`The server does not keep ${name} of this version any more.`);
  yield* piecesOf(content);
}
