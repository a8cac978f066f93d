/**
 * `npm run site`: writes the public site into `dist/site`, static files for any host and any folder of it.
 * @module
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildApps } from "./apps.ts";
import { docPages, renderAllDocs } from "./docs.ts";
import { galleryPage, landingPage } from "./landing.ts";
import { buildParts } from "./parts.ts";
import { buildFrame, buildPageScripts } from "./scripts.ts";
import { searchIndex } from "./search-index.ts";
import { type Page, renderShell } from "./shell.ts";
import { siteHeaders } from "./site-headers.ts";
import { copyExamples, tryPage } from "./try-page.ts";

const root = join(import.meta.dirname, "../..");
const out = process.argv[2] ?? join(root, "dist/site");

rmSync(out, { recursive: true, force: true });
const examples = await buildApps(root, out);
await buildPageScripts(out);
await buildFrame(out);
const parts = await buildParts(
  join(out, "try/parts"),
  examples.flatMap(({ start }) => start ?? []),
);
const docs = renderAllDocs(root, examples);
const pages: readonly Page[] = [
  landingPage(
    root,
    examples,
    /```python example\n([\s\S]*?)```/.exec(readFileSync(join(root, "site/docs/start.md"), "utf8"))?.[1] ?? "",
  ),
  galleryPage(root, examples),
  tryPage(root, parts, examples),
  ...docPages(docs),
];
const css = ["site/palette.css", "site/pages/site.css"].map((path) => readFileSync(join(root, path), "utf8")).join("");
for (const page of pages) write(page.path, renderShell(page, css));
write("assets/search.json", searchIndex(docs, examples));
write("_headers", siteHeaders());
cpSync(join(root, "site/shots"), join(out, "assets/shots"), { recursive: true });
copyExamples(root, out, examples);
cpSync(join(root, "site/scripts/theme.js"), join(out, "assets/theme.js"));
console.log(`${pages.length} pages, ${examples.length} apps, ${Object.keys(parts.carried).length} packages: ${out}`);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}
