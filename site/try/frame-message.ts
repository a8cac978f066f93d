/**
 * What the try page tells the frame that runs a notebook.
 * @module
 */
export type FrameRequest =
  | {
      readonly kind: "open";
      /** The bundle, by path. */
      readonly files: ReadonlyMap<string, Blob>;
      /** The script of the kernel's worker. */
      readonly kernel: Blob;
      /** A value of `color-scheme`. */
      readonly theme: string;
    }
  | { readonly kind: "theme"; readonly theme: string };

/** The sender is checked by the receiver; this tells our messages from others of the same window. */
export function isFrameRequest(value: unknown): value is FrameRequest {
  const kind: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "kind") : null;
  return kind === "open" || kind === "theme";
}
