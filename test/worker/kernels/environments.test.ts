/**
 * Where server kernels' packages come from: environments that are made when they are first needed, by `uv` or by pip.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Environments } from "../../../worker/hosts/node/kernels/environments.ts";
import { CACHE } from "../../doubles/kernel-server.ts";

const cache = mkdtempSync(join(tmpdir(), "nb-environments-"));
const said: string[] = [];
const environments = (): Environments => new Environments({ cache, onText: (text) => said.push(text) });
const path = process.env.PATH ?? "";
let uv: string;

beforeAll(async () => {
  const made = await new Environments({ cache: CACHE }).get(["uv"]);
  if (!made.ok) throw new Error(made.fault.message);
  uv = dirname(made.value.python);
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(cache, { recursive: true, force: true });
});

const version = (python: string): string =>
  execFileSync(python, ["-c", "import six; print(six.__version__)"], { encoding: "utf8" }).trim();

describe("an environment", () => {
  it("is made by pip where there is no uv", async () => {
    let told = 0;
    const made = await environments().get(["six==1.17.0"], () => {
      told += 1;
    });
    expect(made.ok && version(made.value.python)).toBe("1.17.0");
    expect(told).toBeGreaterThan(0);
    expect(said.join()).toContain("with pip");
  });

  it("is made by uv where there is one", async () => {
    // Beside it lies an environment's Python, which is not to be the base.
    process.env.PATH = `${path}:${uv}`;
    const made = await environments().get(["six==1.16.0"]);
    process.env.PATH = path;
    expect(made.ok && version(made.value.python)).toBe("1.16.0");
    expect(said.join()).toContain("with uv");
    expect(made.ok && readFileSync(join(dirname(made.value.python), "../pyvenv.cfg"), "utf8")).toContain("uv =");
  });

  it("is made once for all who want it, and found again by the next server", async () => {
    said.length = 0;
    process.env.PATH = `${path}:${uv}`;
    const one = environments();
    const [first, second] = await Promise.all([one.get(["six==1.15.0"]), one.get(["six==1.15.0"])]);
    expect(first).toEqual(second);
    expect(await environments().get(["six==1.15.0"])).toEqual(first);
    process.env.PATH = path;
    expect(said.filter((text) => text.startsWith("Installing"))).toHaveLength(1);
  });

  it.each(["pip", "uv"])("that cannot be had says what is missing, and leaves nothing (%s)", async (tool) => {
    const before = readdirSync(cache).length;
    if (tool === "uv") process.env.PATH = `${path}:${uv}`;
    const made = await environments().get(["six==0.0.999"]);
    process.env.PATH = path;
    expect(made).toMatchObject({
      ok: false,
      fault: { code: "boot", message: expect.stringContaining("six==0.0.999") },
    });
    expect(readdirSync(cache)).toHaveLength(before);
  });

  it("says so when it cannot be written, and takes nobody along", async () => {
    const file = join(cache, "no-folder");
    writeFileSync(file, "");
    const made = await new Environments({ cache: join(file, "below") }).get(["six==1.17.0"]);
    rmSync(file);
    expect(made).toMatchObject({ ok: false, fault: { code: "boot", detail: expect.stringContaining("ENOTDIR") } });
  });
});
