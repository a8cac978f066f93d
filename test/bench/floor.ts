/**
 * The floor: a page with a bare worker that loads the same Pyodide and packages the ordinary way, compiles its code once and shows what
 * it gives. No checks, no reactivity, no recovery: what is left is what any app of this kind has to pay at least.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../../compiler/contract/program.ts";
import { LOCK_INFO } from "../../runtime/kernel/pyodide-host.ts";
import { type BenchApp, FIRST } from "./apps.ts";
import type { Host } from "./host.ts";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>floor</title>
<body><p>A page that is readable before Python arrives.</p><div id="out"></div>
<script type="module">
const out = document.getElementById("out");
const worker = new Worker("worker.js", { type: "module" });
let shown = 0;
const show = (value) => {
  if (typeof value !== "string") {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([value], { type: "image/png" }));
    image.decode().then(() => { out.replaceChildren(image); shown++; });
  } else {
    if (value.startsWith("<")) out.innerHTML = value; else out.textContent = value;
    shown++;
  }
};
worker.onmessage = ({ data }) => show(data);
window.floor = {
  get shown() { return shown; },
  update(n) { worker.postMessage(n); },
};
</script></body></html>`;

const WORKER = `
let update;
const waiting = [];
self.onmessage = ({ data }) => (update ? update(data) : waiting.push(data));
const plan = await (await fetch("plan.json")).json();
const { loadPyodide } = await import(plan.core + "pyodide.mjs");
const pyodide = await loadPyodide({
  indexURL: plan.core, packageBaseUrl: new URL("wheels/", import.meta.url).href, lockFileContents: JSON.stringify(plan.lock),
});
await pyodide.loadPackage(Object.keys(plan.lock.packages));
pyodide.runPython(plan.setup);
const code = pyodide.runPython("compile(" + JSON.stringify(plan.update) + ", 'update', 'exec')");
const run = pyodide.runPython("lambda code: exec(code, globals())");
update = (n) => {
  pyodide.globals.set("n", n);
  run(code);
  const shown = pyodide.globals.get("shown");
  const value = typeof shown === "string" ? shown : shown.toJs();
  if (typeof shown !== "string") shown.destroy();
  self.postMessage(value);
};
update(plan.first);
`;

/** Puts the floor of an app beside it; gives its path. */
export function mountFloor(host: Host, app: BenchApp, bundle: string): string {
  const program: Program = JSON.parse(readFileSync(join(bundle, "app.json"), "utf8"));
  const name = `floor-${app.name}`;
  const { python } = program;
  if (!python) throw new Error(`${app.name} has no Python.`);
  const core = python.core[0]?.path.replace(/[^/]*$/, "") ?? "";
  // The same wheels under the names that Pyodide's own loader asks for.
  const lock = {
    info: LOCK_INFO,
    packages: Object.fromEntries(
      python.packages.map((one) => [
        one.name,
        {
          name: one.name,
          version: one.version,
          file_name: `../../${app.name}/${one.path}`,
          install_dir: one.installDir,
          sha256: one.sha256,
          package_type: "package",
          imports: one.imports,
          depends: one.depends,
          unvendored_tests: false,
        },
      ]),
    ),
  };
  const plan = { core: `${host.url}${app.name}/${core}`, lock, ...app.floor, first: FIRST };
  host.put(`/${name}/`, PAGE);
  host.put(`/${name}/worker.js`, WORKER);
  host.put(`/${name}/plan.json`, JSON.stringify(plan));
  return `${name}/`;
}
