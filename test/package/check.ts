/**
 * `npm run check:package`: the package as npm would publish it, examined by publint and Are The Types Wrong, and what it weighs.
 * @module
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const folder = mkdtempSync(join(tmpdir(), "notebook-app-check-"));
try {
  const [packed]: Packed[] = JSON.parse(
    execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", folder], {
      encoding: "utf8",
    }),
  );
  if (!packed) throw new TypeError("npm packed nothing.");
  const tarball = join(folder, packed.filename);
  const checks = [
    ["publint", "--strict", tarball],
    // There is no CommonJS form: Node requires ES modules since 20.19, the oldest that we support.
    ["attw", tarball, "--profile", "esm-only", "--format", "ascii"],
  ];
  const failed = checks.filter(
    ([tool = "", ...args]) => spawnSync(join("node_modules/.bin", tool), args, { stdio: "inherit" }).status !== 0,
  );
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `${packed.files.length} files, ${megabytes(packed.size)} packed, ${megabytes(packed.unpackedSize)} unpacked`,
  );
  for (const { path, size } of [...packed.files].sort((one, other) => other.size - one.size).slice(0, 12))
    console.log(`  ${megabytes(size).padStart(8)}  ${path}`);
  process.exitCode = failed.length;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
