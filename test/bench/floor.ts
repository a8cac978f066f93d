/**
 * The floor: a page with a slider and a bare worker that loads the same Pyodide and packages the ordinary way, compiles its code once and
 * shows what it gives. No checks, no reactivity, no recovery: what is left is what any app of this kind has to pay at least.
 * @module
 */
import { join } from "node:path";
import { Cache, cacheFolder } from "../../compiler/node/wheel-sources/cache.ts";
import { distributionLock, pyodideFolder } from "../../compiler/node/wheel-sources/distribution.ts";
import type { DistributionPackage } from "../../compiler/packages/index-types.ts";
import { LOCK_INFO } from "../../runtime/kernel/core-files.ts";
import { type BenchApp, FIRST } from "./apps.ts";
import type { Host } from "./host.ts";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>floor</title>
<body><p>A page that is readable before Python arrives.</p><input type="range" aria-label="n" min="0" max="100"><div id="out"></div>
<script type="module">
const out = document.getElementById("out");
const worker = new Worker("worker.js", { type: "module" });
const show = (value) => {
  if (typeof value !== "string") {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([value], { type: "image/png" }));
    image.decode().then(() => out.replaceChildren(image));
  } else {
    if (value.startsWith("<")) out.innerHTML = value; else out.textContent = value;
  }
};
worker.onmessage = ({ data }) => show(data);
document.querySelector("input").onchange = ({ target }) => worker.postMessage(Number(target.value));
</script></body></html>`;

const WORKER = `
let update;
const waiting = [];
self.onmessage = ({ data }) => (update ? update(data) : waiting.push(data));
const plan = await (await fetch("plan.json")).json();
const { loadPyodide } = await import(plan.core + "pyodide.mjs");
const pyodide = await loadPyodide({
  indexURL: plan.core, packageBaseUrl: plan.core, lockFileContents: JSON.stringify(plan.lock),
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

/** Puts the floor of an app beside it; gives its path. The app has been built, so its wheels are in the cache. */
export async function mountFloor(host: Host, app: BenchApp): Promise<string> {
  const name = `floor-${app.name}`;
  const { packages } = distributionLock();
  const wanted = new Map<string, DistributionPackage>();
  const want = (one: string): void => {
    const found = packages.get(one);
    if (!found || wanted.has(one)) return;
    wanted.set(one, found);
    found.depends.forEach(want);
  };
  app.floor.packages.forEach(want);
  const cache = new Cache(cacheFolder());
  // Below `rt/`, where files are immutable as they would be on Pyodide's own host.
  for (const file of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"])
    host.file(`/floor/rt/${file}`, join(pyodideFolder(), file));
  for (const { file_name, sha256 } of wanted.values()) {
    const path = await cache.find(sha256);
    if (path === null) throw new Error(`${file_name} is not in the cache.`);
    host.file(`/floor/rt/${file_name}`, path);
  }
  const lock = { info: LOCK_INFO, packages: Object.fromEntries(wanted) };
  const plan = { core: `${host.url}floor/rt/`, lock, ...app.floor, first: FIRST };
  host.put(`/${name}/`, PAGE);
  host.put(`/${name}/worker.js`, WORKER);
  host.put(`/${name}/plan.json`, JSON.stringify(plan));
  return `${name}/`;
}
