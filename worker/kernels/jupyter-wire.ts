/**
 * Jupyter messages as bytes: the WebSocket subprotocol `v1.kernel.websocket.jupyter.org`. A frame begins with the number of offsets and
 * the offsets themselves (64-bit little-endian); between each two lies one part: channel, four JSON parts, then buffers.
 * @module
 */

export const JUPYTER_SUBPROTOCOL = "v1.kernel.websocket.jupyter.org";

export interface JupyterMessage {
  readonly channel: string;
  readonly header: Json;
  readonly parent_header: Json;
  readonly metadata: Json;
  readonly content: Json;
}

type Json = { readonly [key: string]: unknown };

const WORD = 8;
const JSON_PARTS = ["header", "parent_header", "metadata", "content"] as const;

/** A message without buffers as one frame. */
export function encodeMessage(message: JupyterMessage): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [message.channel, ...JSON_PARTS.map((key) => JSON.stringify(message[key]))].map((text) =>
    encoder.encode(text),
  );
  const count = parts.length + 1;
  const start = WORD * (count + 1);
  const frame = new Uint8Array(parts.reduce((total, part) => total + part.length, start));
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(count), true);
  let offset = start;
  parts.forEach((part, index) => {
    view.setBigUint64(WORD * (index + 1), BigInt(offset), true);
    frame.set(part, offset);
    offset += part.length;
  });
  view.setBigUint64(WORD * count, BigInt(offset), true);
  return frame;
}

/** The message of a frame, its buffers left out; `null` if it is none. */
export function decodeMessage(frame: Uint8Array): JupyterMessage | null {
  const offsets = readOffsets(frame);
  if (!offsets) return null;
  const decoder = new TextDecoder();
  const [channel, header, parent_header, metadata, content] = offsets.map((from, index) =>
    decoder.decode(frame.subarray(from, offsets[index + 1])),
  );
  try {
    return {
      channel: channel ?? "",
      header: object(header),
      parent_header: object(parent_header),
      metadata: object(metadata),
      content: object(content),
    };
  } catch {
    return null;
  }
}

function readOffsets(frame: Uint8Array): number[] | null {
  if (frame.length < WORD) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const count = Number(view.getBigUint64(0, true));
  if (count < JSON_PARTS.length + 2 || WORD * (count + 1) > frame.length) return null;
  return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(WORD * (index + 1), true)));
}

function object(text: string | undefined): Json {
  const value: unknown = JSON.parse(text ?? "");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}
