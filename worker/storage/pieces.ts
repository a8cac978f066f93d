/**
 * Bytes as they come, so that what is large is never in memory as a whole.
 * @module
 */

/** The pieces of a stream, or what is in memory as one; a stream that is left early is cancelled. */
export async function* piecesOf(
  content: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) return yield content;
  const reader = content.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
