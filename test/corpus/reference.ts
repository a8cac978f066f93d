/**
 * The other side of the comparison: Pyodide in a Node process of its own, with the bundle's packages and nothing else of the product.
 * @module
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { loadPyodide } from "pyodide";
import { Cache, cacheFolder } from "../../compiler/node/wheel-sources/cache.ts";

interface Request {
  readonly cells: readonly string[];
  readonly out: string;
}

const pyodide = await loadPyodide({ env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
pyodide.runPython(readFileSync(join(import.meta.dirname, "reference.py"), "utf8"));
pyodide.FS.mkdirTree("/work");
pyodide.FS.chdir("/work");
const cache = new Cache(cacheFolder());
const locked: {
  packages: Record<string, { name: string; version: string; sha256: string; file_name: string; install_dir: string }>;
} = JSON.parse(readFileSync("node_modules/pyodide/pyodide-lock.json", "utf8"));
const installed = new Set<string>();

const site: string = pyodide.runPython("import site; site.getsitepackages()[0]");

function unpack(file: string, folder: string): void {
  pyodide.unpackArchive(new Uint8Array(readFileSync(file)), file.replace(/.*\./, ""), { extractDir: folder });
}

/** The wheel of a package that is no part of the distribution, by pip itself. */
function fetched(name: string, version: string): string {
  const folder = join(cacheFolder(), "corpus", `${name}-${version}`);
  if (!existsSync(folder))
    execFileSync("python3", `-m pip download -q --no-deps -d ${folder} ${name}==${version}`.split(" "));
  return join(folder, readdirSync(folder)[0] ?? "");
}

/** Unpacks the packages that the bundle has and this Python has not, as their makers made them. */
function install(out: string): void {
  const app: { python: { image: { groups: { path: string; kind: string }[] } } | null } = JSON.parse(
    readFileSync(join(out, "app.json"), "utf8"),
  );
  const codes = (app.python?.image.groups ?? [])
    .filter(({ kind }) => kind === "code")
    .map(({ path }) => basename(path));
  for (const code of codes.filter((one) => !installed.has(one))) {
    installed.add(code);
    const [, name = "", version = ""] = /^(.+)-([^-]+)\.code\.zst$/.exec(code) ?? [];
    const one = Object.values(locked.packages).find(
      (known) => normal(known.name) === name && known.version === version,
    );
    if (!one) {
      if (name !== "python") unpack(fetched(name, version), site);
      continue;
    }
    const copy = join(tmpdir(), one.file_name);
    copyFileSync(cache.path(one.sha256), copy);
    unpack(copy, one.install_dir === "dynlib" ? "/usr/lib" : site);
    rmSync(copy);
  }
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

process.on("message", ({ cells, out }: Request) => {
  try {
    install(out);
    const run = pyodide.globals.get("run");
    process.send?.(JSON.parse(run(pyodide.toPy(cells))));
  } catch (error) {
    process.send?.({ text: "", figures: [], values: 0, error: { name: "crash", text: String(error).slice(-2000) } });
  }
});
