/**
 * `<notebook>.app.yaml`: defaults, every key, findings with line and the nearest right name, and agreement with the published schema.
 * @module
 */
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { projectId } from "../../compiler/contract/ids.ts";
import { nearest, parseSettings, withProject } from "../../compiler/settings.ts";
import { SETTINGS, settingsSchema } from "../../compiler/settings-schema.ts";

const PROJECT = projectId("11111111-2222-4333-8444-555555555555")!;
const parse = (text: string) => parseSettings({ file: "n.app.yaml", text });
const only = (text: string) => {
  const { diagnostics } = parse(text);
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0]!;
};

describe("settings", () => {
  it("are the documented defaults without a file, with an empty one, and with empty keys", () => {
    const defaults = {
      project: null,
      title: null,
      description: null,
      access: "workspace",
      allowRun: true,
      reactivity: true,
      apply: "auto",
      showOutputs: false,
      hideCode: false,
      fullWidth: false,
      tableOfContents: false,
      runtime: "auto",
      image: null,
      packages: [],
      prerun: "imports",
      load: "idle",
      isolate: false,
      files: null,
      embed: { allow: false, origins: [], oneKernel: false },
      theme: "auto",
    };
    expect(parseSettings(null)).toEqual({ settings: defaults, diagnostics: [] });
    for (const text of ["", "# only a remark\n", "title:\naccess:\n"])
      expect(parse(text)).toEqual({ settings: defaults, diagnostics: [] });
  });

  it("take every key", () => {
    const values = {
      project: PROJECT,
      title: "T",
      description: "D",
      access: "link",
      allowRun: false,
      reactivity: false,
      apply: "manual",
      showOutputs: true,
      hideCode: true,
      fullWidth: true,
      tableOfContents: true,
      runtime: "browser",
      image: "python:3",
      prerun: "all",
      load: "eager",
      isolate: true,
      files: "data",
      embed: { allow: true, origins: ["https://example.com"], oneKernel: true },
      theme: "dark",
    };
    const { settings, diagnostics } = parse(stringify({ ...values, packages: ["pandas>=2", "rich"] }));
    expect(diagnostics).toEqual([]);
    expect(settings).toMatchObject(values);
    expect(settings.packages.map(({ text, place }) => [text, place.line])).toEqual([
      ["pandas>=2", 25],
      ["rich", 26],
    ]);
    expect(Object.keys(SETTINGS).sort()).toEqual([...Object.keys(values), "packages"].sort());
  });
});

describe("a wrong setting", () => {
  it("names an unknown key's line, the nearest right name and all names", () => {
    const { code, message, help, place } = only("title: T\n\nshowOutput: true\n");
    expect([code, place]).toEqual(["unknown-setting", { file: "n.app.yaml", line: 3, column: 1 }]);
    expect(message).toContain("'showOutput'");
    expect(help).toContain("Did you mean 'showOutputs'?");
    for (const key of Object.keys(SETTINGS)) expect(help).toContain(key);
  });

  it("guesses no name where none is near", () => {
    expect(only("colour_of_the_sky: blue\n").help).not.toContain("Did you mean");
    expect(nearest("Acess", ["access", "apply"])).toBe("access");
    expect(nearest("zzzzzz", ["access", "apply"])).toBeNull();
  });

  it.each([
    ["access: everyone", "'workspace', 'link', 'public'"],
    ["theme: darc", "Did you mean 'dark'?"],
    ["allowRun: yes", "true or false"],
    ["title: 2026", "in quotes"],
    ["project: 42", "a UUID"],
    ["project: not-a-uuid", "a UUID"],
    ["packages: pandas", "a list of texts"],
    ["packages: [1]", "a list of texts"],
    ["embed: true", "the keys allow, origins"],
    ["embed: {allow: true, origins: [example.com]}", "a list of origins"],
    ['embed: {allow: true, origins: ["https://a.org; script-src *"]}', "a list of origins"],
  ])("names what is allowed instead of %s", (line, allowed) => {
    const { code, help, place } = only(`# above\n${line}\n`);
    expect([code, place.line]).toEqual(["wrong-setting", 2]);
    expect(help).toContain(allowed);
  });

  it("is found inside embed too", () => {
    expect(only("embed:\n  alow: true\n")).toMatchObject({
      code: "unknown-setting",
      message: expect.stringContaining("'embed.alow'"),
      help: expect.stringContaining("'allow'"),
      place: { line: 2, column: 3 },
    });
    expect(only("embed:\n  allow: 5\n")).toMatchObject({ code: "wrong-setting", place: { line: 2 } });
  });

  it("is found in a requirement, at its own line", () => {
    expect(only("packages:\n  - pandas\n  - pandas>>2\n")).toMatchObject({
      code: "bad-requirement",
      place: { line: 3 },
    });
  });

  it("is told with all others at once, and leaves the default", () => {
    const { settings, diagnostics } = parse("access: all\ntheme: blue\nhideCode: true\n");
    expect(diagnostics.map(({ place }) => place.line)).toEqual([1, 2]);
    expect(settings).toMatchObject({ access: "workspace", theme: "auto", hideCode: true });
  });

  it.each([
    ["title: [", 1],
    ["- a list\n- of things", 1],
    ["title: a\ntitle: b\n", 2],
  ])("that is no YAML of keys and values has its line: %j", (text, line) => {
    expect(only(text)).toMatchObject({ code: "unreadable-settings", place: { file: "n.app.yaml", line } });
  });
});

describe("the published schema", () => {
  const validate = new Ajv({ strict: false, formats: { uuid: true, pep508: true } }).compile(settingsSchema as object);

  it("is what the package ships", () => {
    expect(JSON.parse(readFileSync("dist/app.schema.json", "utf8"))).toEqual(settingsSchema);
  });

  it("describes every key and gives the default that an app has", () => {
    const { settings } = parseSettings(null);
    for (const [key, { description, default: initial }] of Object.entries(SETTINGS)) {
      expect(description, key).toMatch(/\S/);
      if (initial !== undefined) expect(Reflect.get(settings, key), key).toEqual(initial);
    }
  });

  it("accepts exactly what the compiler accepts", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>("auto", "manual", "link", "public", "dark", "browser", "imports", "idle", "x"),
      fc.boolean(),
      fc.integer(),
      fc.constant(["a"]),
      fc.constant([1]),
      fc.record({ allow: fc.boolean() }),
      fc.record({ other: fc.boolean() }),
    );
    const key = fc.constantFrom(...Object.keys(SETTINGS).filter((name) => name !== "project"), "unknown");
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (settings) => {
        expect(parse(stringify(settings)).diagnostics.length === 0).toBe(validate(settings));
      }),
      { numRuns: 500 },
    );
  });
});

describe("writing the project back", () => {
  it("makes a file that says what it is for", () => {
    expect(withProject(null, PROJECT)).toMatch(/^# .*\nproject: 11111111-/);
    expect(parse(withProject("", PROJECT)).settings.project).toBe(PROJECT);
  });

  it("keeps everything else as it is", () => {
    const text = "# mine\ntitle: 'T'   # quoted\n\naccess: link";
    expect(withProject(text, PROJECT)).toBe(`${text}\nproject: ${PROJECT}\n`);
    expect(withProject("project:\ntitle: T # keep\n", PROJECT)).toBe(`project: ${PROJECT}\ntitle: T # keep\n`);
  });
});
