/**
 * The Vite plugin's own parts: which modules are notebooks, what becomes of HTML, and where mistakes are shown.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examineNotebook } from "../../../compiler/node/compile-notebook.ts";
import { authorError } from "../../../compiler/node/vite/author-error.ts";
import { builtUrl, namedNotebooks, withContents, withSources } from "../../../compiler/node/vite/html-apps.ts";
import { readNotebookId } from "../../../compiler/node/vite/notebook-id.ts";

describe("module ids", () => {
  it("are notebooks that are asked for as an app", () => {
    expect(readNotebookId("/site/sales.ipynb?app", "/site")).toMatchObject({
      file: "/site/sales.ipynb",
      notebook: null,
    });
    expect(readNotebookId("/site/team.deepnote?notebook=Q3%20report&app", "/site")).toMatchObject({
      notebook: "Q3 report",
    });
    for (const id of ["/site/sales.ipynb", "/site/sales.py?raw", "/site/sales.ts?app", "/site/sales.py?apple"])
      expect(readNotebookId(id, "/site"), id).toBeNull();
  });

  it("name apps by their place in the site, wherever the site is, and never two alike", () => {
    const slug = (id: string, root: string) => readNotebookId(id, root)?.slug;
    expect(slug("/a/site/x/sales.py?app", "/a/site")).toBe(slug("/b/site/x/sales.py?app", "/b/site"));
    expect(slug("/a/site/x/sales.py?app", "/a/site")).not.toBe(slug("/a/site/y/sales.py?app", "/a/site"));
    expect(slug("/a/t.deepnote?notebook=1&app", "/a")).not.toBe(slug("/a/t.deepnote?notebook=2&app", "/a"));
    expect(slug("/a/The report (2).py?app", "/a")).toMatch(/^The-report-2-[0-9a-f]{8}$/);
  });
});

describe("elements in HTML", () => {
  const page = { file: "/site/pages/index.html", root: "/site" };
  const html = `<p>a > b</p><notebook-app theme="a>b" src='../n/sales.py?app'>\n</notebook-app>
<notebook-app src="/team.deepnote?notebook=Q3&amp;app">kept</notebook-app><notebook-app src="https://x.example/app/"></notebook-app>`;

  it("are found with the notebook that they name", () => {
    expect(namedNotebooks(html, page)).toEqual([
      { written: "../n/sales.py?app", moduleId: "/site/n/sales.py?app" },
      { written: "/team.deepnote?notebook=Q3&amp;app", moduleId: "/site/team.deepnote?notebook=Q3&app" },
    ]);
  });

  it("get the app's address, and its content where they are empty", () => {
    const sources = withSources(html, new Map([["../n/sales.py?app", "/made/app.json"]]));
    expect(sources).toContain(`theme="a>b" src="/made/app.json">`);
    expect(sources).toContain(`src="/team.deepnote?notebook=Q3&amp;app">kept`);
    const contents = withContents(sources, new Map([["/made/app.json", "<i>$&</i>"]]));
    expect(contents).toContain(`src="/made/app.json"><i>$&</i>\n</notebook-app>`);
    expect(withContents(html, new Map([["/team.deepnote?notebook=Q3&amp;app", "new"]]))).toBe(html);
  });

  it("are led to built files from any page and base", () => {
    expect(builtUrl("assets/a/app.json", "/docs/", "/x/index.html")).toBe("/docs/assets/a/app.json");
    expect(builtUrl("assets/a/app.json", "./", "/x/index.html")).toBe("../assets/a/app.json");
    expect(builtUrl("assets/a/app.json", "", "/index.html")).toBe("assets/a/app.json");
  });
});

describe("an author's mistake", () => {
  const folder = mkdtempSync(join(tmpdir(), "notebook-app-vite-unit-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function mistake(name: string, text: string): ReturnType<typeof authorError> {
    const file = join(folder, name);
    writeFileSync(file, text);
    const { diagnostics, document } = examineNotebook(file);
    const found = diagnostics.find(({ severity }) => severity === "error");
    if (!found) throw new TypeError("There is no mistake.");
    return authorError(found, document);
  }

  it("is shown at its line of the file, with the lines around it, in every format", () => {
    const cell = "a = 1\n!rm -rf x\nb = 2";
    const percent = mistake("one.py", `# %%\nfirst = 1\n\n# %%\n${cell}\n`);
    const cells = ["first = 1", cell].map((source, at) => ({
      cell_type: "code",
      execution_count: null,
      id: `cell-${at}`,
      metadata: {},
      outputs: [],
      source: source.split(/(?<=\n)/),
    }));
    const ipynbText = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
    const ipynb = mistake("two.ipynb", ipynbText);
    expect(percent.loc).toMatchObject({ file: join(folder, "one.py"), line: 6 });
    expect(ipynb.loc?.line).toBe(ipynbText.split("\n").findIndex((line) => line.includes("rm -rf")) + 1);
    for (const { frame, message } of [percent, ipynb]) {
      expect(frame).toContain(">   2 | !rm -rf x");
      expect(frame).toContain("    1 | a = 1");
      expect(message).toContain("line 2");
    }
  });

  it("in settings is shown there", () => {
    writeFileSync(join(folder, "three.app.yaml"), "title: T\nhidecode: true\n");
    const wrong = mistake("three.py", "# %%\nx = 1\n");
    expect(wrong.loc).toMatchObject({ file: join(folder, "three.app.yaml"), line: 2 });
    expect(wrong.frame).toContain(">   2 | hidecode: true");
  });
});
