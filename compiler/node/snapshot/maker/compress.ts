/**
 * Zstandard, by Node where it has it (22.15 on), else by the Python that the maker holds anyway.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import type { PyodideInterface } from "pyodide";

/**
 * How much work goes into it. `small`: for what every viewer downloads; on the memory of pandas a seventh smaller than `quick`, which takes a
 * tenth of the time and is for the rest.
 */
export type Effort = "small" | "quick";

/** This process' own clock ticks by being read: what is remembered must not be seen in Python's memory. */
const realNow = Date.now;

/** To be changed with how it compresses. */
const FORMAT = 1;
const LEVELS: Record<Effort, number> = { small: 19, quick: 12 };

export type Compress = (bytes: Uint8Array, effort: Effort) => Promise<Uint8Array>;

/** @param python - Used where this Node has no zstd. */
export function compressor(python: () => PyodideInterface): Compress {
  const own: unknown = Reflect.get(zlib, "zstdCompress");
  if (typeof own === "function") {
    // Not on this thread: several pieces at a time.
    const compress = promisify(own as typeof zlib.gzip); // of the same form
    const level = Number(Reflect.get(zlib.constants, "ZSTD_c_compressionLevel"));
    return (bytes, effort) => {
      // With the size, which it otherwise learns too late to write it down.
      const options = { params: { [level]: LEVELS[effort] }, pledgedSrcSize: bytes.length };
      return compress(bytes, options as zlib.ZlibOptions); // of zstd; older types do not know it
    };
  }
  return async (bytes, effort) => {
    const pyodide = python();
    const module = pyodide.pyimport("compression.zstd");
    const packed = module.compress(pyodide.toPy(new Uint8Array(bytes)), LEVELS[effort]);
    const result: Uint8Array = packed.toJs();
    packed.destroy();
    module.destroy();
    return result;
  };
}

/** The same, but what has been compressed before lies in `folder`: an edited notebook changes little of Python's memory. */
export function remembering(compress: Compress, folder: string): Compress {
  return async (bytes, effort) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    const file = join(folder, `packed-${FORMAT}-${LEVELS[effort]}-${digest.slice(0, 40)}`);
    if (existsSync(file)) {
      const now = realNow() / 1000;
      utimesSync(file, now, now);
      return readFileSync(file);
    }
    const packed = await compress(bytes, effort);
    const partial = join(folder, `.${process.pid}-${digest}.partial`);
    writeFileSync(partial, packed);
    renameSync(partial, file);
    return packed;
  };
}
