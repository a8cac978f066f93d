/**
 * The pipeline's promises: equal input gives equal bytes, nothing private ships, authors' errors stop the bundle.
 * @module
 */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Compiled, compile } from "../../compiler/compile.ts";
import { projectId } from "../../compiler/contract/ids.ts";
import { parseServerProgram } from "../../compiler/contract/server-program.ts";
import { distributionLock, pyodideFolder } from "../../compiler/node/wheel-sources/distribution.ts";
import { packageSources } from "../../compiler/node/wheel-sources/package-sources.ts";
import type { PackageIndex } from "../../compiler/packages/index-types.ts";
import type { CompileRequest } from "../../compiler/request.ts";

const PROJECT = projectId("11111111-2222-4333-8444-555555555555")!;
const HELLO = `# %% [markdown]\n# # Hello\n# <script>alert(1)</script><b>bold</b>\n# %%\nn = 3 #@param {type:"slider", min:0, max:10}\n# %%\nprint(n * 2)\n`;

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function compileText(
  text: string,
  settings: string | null = null,
  { host = "static", workFiles = [] }: Partial<Pick<CompileRequest, "host" | "workFiles">> = {},
): Promise<Compiled> {
  const index: PackageIndex = await packageSources({ offline: true });
  return compile({
    source: { file: "hello.py", text, notebook: null },
    settings: settings === null ? null : { file: "hello.app.yaml", text: settings },
    project: PROJECT,
    index,
    duckdb: [
      { name: "duckdb.js", sha256: "d1", size: 1 },
      { name: "duckdb.wasm.gz", sha256: "d2", size: 2 },
    ],
    runtime: {
      hash: "a".repeat(64),
      files: [{ name: "index.js", sha256: "b".repeat(64), size: 1 }],
      css: "body{}",
      serviceWorker: "",
    },
    core: {
      version: distributionLock(pyodideFolder()).version,
      files: [{ name: "pyodide.mjs", sha256: "c".repeat(64), size: 1 }],
    },
    workFiles,
    host,
    sha256,
    wheelSize: async () => 1,
  });
}

function text(compiled: Compiled, path: string): string {
  const entry = compiled.bundle?.entries.find((one) => one.path === path);
  return entry && "text" in entry ? entry.text : "";
}

function codes(compiled: Compiled): string[] {
  return compiled.diagnostics.map(({ code }) => code);
}

describe("compile", () => {
  it("publishes a work file that no browser could hold, and does not have Python load it", async () => {
    const files = [
      { name: "huge.bin", sha256: "e".repeat(64), size: 5_000_000_000 },
      { name: "small.csv", sha256: "f".repeat(64), size: 10 },
    ];
    const compiled = await compileText(HELLO, null, { workFiles: files });
    expect(codes(compiled)).toContain("large-work-file");
    expect(compiled.bundle?.program.python?.files.map(({ name }) => name)).toEqual(["small.csv"]);
    expect(compiled.bundle?.entries.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["work/huge.bin", "work/small.csv"]),
    );
  });

  it("gives equal bytes for equal input", async () => {
    const [one, other] = [await compileText(HELLO), await compileText(HELLO)];
    expect(one.bundle).not.toBeNull();
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it("writes a page that is readable without JavaScript and holds no script of the author's", async () => {
    const page = text(await compileText(HELLO), "index.html");
    expect(page).toContain("<b>bold</b>");
    expect(page).not.toContain("alert(1)");
    expect(page).toContain("noindex");
    expect(page).toMatch(/Content-Security-Policy/i);
  });

  it("ships no comment of the settings and no notebook", async () => {
    const compiled = await compileText(HELLO, "# private remark\ntitle: Mine\n");
    expect(JSON.stringify(compiled.bundle)).not.toContain("private remark");
    expect(compiled.bundle?.entries.map(({ path }) => path)).not.toContain("hello.py");
    expect(text(compiled, "index.html")).toContain("<title>Mine");
  });

  it("fetches no Python for a read-only page", async () => {
    const compiled = await compileText(HELLO, "allowRun: false\n");
    expect(compiled.bundle?.program.python).toBeNull();
    expect(compiled.bundle?.entries.some(({ path }) => path.startsWith("rt/py-"))).toBe(false);
  });

  describe("on a server", () => {
    const SECRET = "# %%\nhidden = 'in the code'\nimport nowheel\nhidden\n";

    it.each([
      ["runtime: server\n", "runtime: server"],
      ["image: geo\n", "image: geo"],
    ])("is chosen by %j, and says so", async (settings, why) => {
      const compiled = await compileText(HELLO, settings);
      expect(compiled.bundle?.program.runtime).toBe("server");
      const finding = compiled.diagnostics.find(({ code }) => code === "server-kernel");
      expect(finding).toMatchObject({ severity: "info", message: expect.stringContaining(why) });
    });

    it("is not chosen where the settings forbid it", async () => {
      const compiled = await compileText(HELLO, "runtime: browser\nimage: geo\n");
      expect(compiled.bundle).toBeNull();
      expect(codes(compiled)).toContain("image-needs-server");
    });

    it("ships neither Python nor source to the page", async () => {
      const compiled = await compileText(SECRET, "runtime: server\nhideCode: true\n", { host: "server" });
      const entries = compiled.bundle?.entries ?? [];
      const paths = entries.map(({ path }) => path);
      expect(paths.filter((path) => /^rt\/(py-|pkg\/)/.test(path))).toEqual([]);
      const telling = entries.filter((entry) => "text" in entry && /in the code|nowheel/.test(entry.text));
      expect(telling.map(({ path }) => path)).toEqual(["private/kernel.json"]);
      expect(text(compiled, "files.json")).not.toContain("private/");
    });

    it("tells the kernels everything", async () => {
      const compiled = await compileText(SECRET, "runtime: server\nhideCode: true\npackages: [six>=1.16]\n", {
        host: "server",
      });
      const server = parseServerProgram(JSON.parse(text(compiled, "private/kernel.json")));
      if (!server.ok) throw new Error(server.fault.message);
      const [block] = server.value.program.blocks;
      expect(block?.step).toMatchObject({ kind: "python", source: expect.stringContaining("in the code") });
      expect(server.value.hidden).toEqual([block?.id]);
      expect(server.value.requirements).toEqual(["nowheel", "six>=1.16"]);
    });

    it("has the page name the kernel program that belongs to it", async () => {
      const compiled = await compileText(HELLO, "runtime: server\n", { host: "server" });
      const kernel = text(compiled, "private/kernel.json");
      expect(JSON.parse(text(compiled, "app.json")).server).toMatchObject({
        path: "private/kernel.json",
        sha256: sha256(kernel),
      });
    });
  });

  it("gives a static host, or a site of the author's, no source of an app that runs on a server", async () => {
    const compiled = await compileText("# %%\nhidden = 'in the code'\n", "runtime: server\nhideCode: true\n");
    expect(JSON.stringify(compiled.bundle)).not.toContain("in the code");
    expect(JSON.parse(text(compiled, "app.json")).server).toBeUndefined();
    // It says no more than it can: there is nothing to press that would fail.
    expect(text(compiled, "index.html")).not.toMatch(/>Run<|turn JavaScript on/);
  });

  it("says that a static host cannot run an app of a server kernel", async () => {
    expect(codes(await compileText(HELLO, "runtime: server\n"))).toContain("server-app-is-not-static");
    expect(codes(await compileText(HELLO))).not.toContain("server-app-is-not-static");
  });

  it("names the line of a suspected secret and never the secret", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const compiled = await compileText(`# %%\nx = 1\nkey = "${secret}"\n`);
    const found = compiled.diagnostics.find(({ code }) => code === "suspected-secret");
    expect(found?.place.line).toBe(2);
    expect(JSON.stringify(compiled.diagnostics)).not.toContain(secret);
  });

  it("says that a static folder has no gate, unless the app is public", async () => {
    expect(codes(await compileText(HELLO))).toContain("static-is-open");
    expect(codes(await compileText(HELLO, "access: public\n"))).not.toContain("static-is-open");
  });

  it("says that hiding keeps nothing secret when others can open the app", async () => {
    expect(codes(await compileText(HELLO, "access: link\nhideCode: true\n"))).toContain("hidden-is-not-secret");
    expect(codes(await compileText(HELLO, "access: link\n"))).not.toContain("hidden-is-not-secret");
  });
});
