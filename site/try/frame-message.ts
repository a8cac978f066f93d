/**
 * What the try page tells the frame that runs a notebook.
 * @module
 */

export type FrameRequest =
  | {
      readonly kind: "open";
      /** Paths of all files of the bundle; each comes with a message of its own. */
      readonly paths: readonly string[];
      /** The script of the kernel's worker. */
      readonly kernel: Blob;
      /** A value of `color-scheme`. */
      readonly theme: string;
    }
  | {
      readonly kind: "file";
      readonly path: string;
      /** `null` if it could not be fetched. */
      readonly content: Blob | null;
    }
  | { readonly kind: "theme"; readonly theme: string };

/** The sender is checked by the receiver; this tells our messages from others of the same window. */
export function isFrameRequest(value: unknown): value is FrameRequest {
  const kind: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "kind") : null;
  return kind === "open" || kind === "file" || kind === "theme";
}
