/**
 * `npm run bench:editor`: from saving a notebook to the page that shows it, beside Vite's own hot update of a text file. Milliseconds,
 * median and 95th percentile of 20, in one run.
 * @module
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { createServer } from "vite";
import { launchBrowser } from "../browser/browser.ts";

const TIMES = 20;
const folder = mkdtempSync(join(tmpdir(), "notebook-app-bench-"));
const browser = await launchBrowser();

/** Saves `text(n)` and waits until the page says `n`, again and again. */
async function measure(page: Page | Frame, file: string, text: (mark: string) => string): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < TIMES; at++) {
    const mark = `mark-${at}-${Math.trunc(performance.now())}`;
    const began = performance.now();
    writeFileSync(file, text(mark));
    await page.getByText(mark).first().waitFor({ state: "attached" });
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times.sort((one, other) => one - other);
}

async function editor(): Promise<number[]> {
  const file = join(folder, "notes.py");
  const blocks = Array.from({ length: 20 }, (_, at) => `# %% id="b${at}"\nx${at} = ${at}\n`).join("\n");
  const text = (mark: string): string => `${blocks}\n# %% id="last"\nprint("${mark}")\n`;
  writeFileSync(file, text("first"));
  const command = join(import.meta.dirname, "../../dist/cli.js");
  const dev = spawn(process.execPath, [command, "dev", file, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise<string>((resolve) => {
    dev.stdout.on("data", (chunk: Buffer) => {
      const found = /http:\/\/\S+/.exec(chunk.toString())?.[0];
      if (found) resolve(found);
    });
  });
  const page = await browser.newPage();
  await page.goto(url);
  const app = page.frameLocator("iframe");
  await app.getByRole("button", { name: "Run", exact: true }).click();
  await app.locator("notebook-app[data-state=ready]").waitFor({ timeout: 120_000 });
  const frame = page.frames().find((one) => one.url().includes("/app/"));
  if (!frame) throw new TypeError("There is no preview.");
  // The mark is in the code and in what Python prints: the second is there only once the block has run.
  const times = await measure(frame, file, text);
  await page.close();
  dev.kill();
  return times;
}

async function vite(): Promise<number[]> {
  const root = join(folder, "vite");
  const { mkdirSync } = await import("node:fs");
  mkdirSync(root);
  writeFileSync(join(root, "index.html"), '<body><p></p><script type="module" src="./main.js"></script></body>');
  writeFileSync(join(root, "text.js"), 'export default "first";\n');
  writeFileSync(
    join(root, "main.js"),
    'import text from "./text.js";\nconst show = (t) => { document.querySelector("p").textContent = t; };\nshow(text);\nimport.meta.hot.accept("./text.js", (m) => show(m.default));\n',
  );
  const server = await createServer({ root, configFile: false, logLevel: "silent", server: { port: 0 } });
  await server.listen();
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.getByText("first").waitFor();
  const times = await measure(page, join(root, "text.js"), (mark) => `export default "${mark}";\n`);
  await page.close();
  await server.close();
  return times;
}

const at = (times: readonly number[], share: number): number => times[Math.ceil(share * times.length) - 1] ?? 0;
const rows = { "notebook-app dev": await editor(), "Vite, a text": await vite() };
for (const [name, times] of Object.entries(rows))
  console.log(`${name.padEnd(18)} median ${at(times, 0.5).toFixed(0)} ms  p95 ${at(times, 0.95).toFixed(0)} ms`);
console.log(`ratio of medians   ${(at(rows["notebook-app dev"], 0.5) / at(rows["Vite, a text"], 0.5)).toFixed(1)}`);
await browser.close();
rmSync(folder, { recursive: true, force: true });
