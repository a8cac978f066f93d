/**
 * A bundle as one .zip file.
 * @module
 */
import { type AsyncZippable, zip } from "fflate";
import type { Bundle } from "./compile-here.ts";

/** Packed already; packing again would only take time. */
const PACKED = /\.(whl|zip|gz|zst|png|jpe?g)$/;

/** Packs all files of the bundle below one folder. */
export async function zipBundle({ entries, content }: Bundle, folder: string): Promise<Blob> {
  const files: AsyncZippable = {};
  for (const entry of entries) {
    const bytes = new Uint8Array(await (await content(entry)).arrayBuffer());
    files[`${folder}/${entry.path}`] = [bytes, { level: PACKED.test(entry.path) ? 0 : 6, mtime: "1980-01-01" }];
  }
  const packed = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
    zip(files, (error, bytes) => (error ? reject(error) : resolve(new Uint8Array(bytes)))),
  );
  return new Blob([packed], { type: "application/zip" });
}
