/**
 * What would be deployed to Cloudflare: wrangler takes it, and it is small.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

it("wrangler deploy --dry-run passes, and the Worker is under 200 kB compressed", () => {
  const folder = mkdtempSync(join(tmpdir(), "nb-deploy-"));
  try {
    const output = execFileSync(
      process.execPath,
      ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", folder],
      { encoding: "utf8", env: { ...process.env, CI: "1", WRANGLER_LOG_PATH: folder } },
    );
    for (const binding of [
      "env.DB",
      "env.BLOBS",
      "env.ASSETS",
      "env.RL_SIGN_IN",
      "env.SITE_ORIGIN",
      "env.KERNEL_SESSIONS",
      "env.KERNEL_SLOTS",
    ])
      expect(output).toContain(binding);
    const size = gzipSync(readFileSync(join(folder, "entry.js"))).byteLength;
    expect(size).toBeLessThan(200_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
