/**
 * What the docs say is so: each sample is what it claims to be, lists are those of the code.
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { examine } from "../../compiler/examine.ts";
import { parseSettings } from "../../compiler/settings.ts";
import { SETTINGS } from "../../compiler/settings-schema.ts";
import { commandMarkdown, commandNames } from "../../site/build/generated/command.ts";
import { elementMarkdown } from "../../site/build/generated/element.ts";
import { settingsMarkdown } from "../../site/build/generated/settings.ts";
import { type Sample, samples } from "./samples.ts";

const all = samples();
const ofKind = (kind: string): [string, Sample][] =>
  all.filter((one) => one.kind === kind).map((one) => [one.where, one]);

/** Kinds without a check of their own are no samples: drawings, a program's output. */
const CHECKED = ["python example", "yaml settings", "yaml", "yaml workflow", "sh", "ts", "html", "css"];

it("knows each kind of sample", () => {
  expect(all.length).toBeGreaterThan(20);
  expect(
    all.filter(({ kind }) => ![...CHECKED, "text"].includes(kind)).map(({ where, kind }) => `${where} ${kind}`),
  ).toEqual([]);
});

it.each(ofKind("python example"))("%s is a notebook without mistakes", (_where, { text }) => {
  const { document, diagnostics } = examine(
    { file: "sample.py", text, notebook: null },
    { file: "s.app.yaml", text: "access: public" },
  );
  expect(document?.blocks.length).toBeGreaterThan(1);
  expect(diagnostics).toEqual([]);
});

it.each([...ofKind("yaml settings"), ...ofKind("yaml")])("%s is a settings file", (_where, { text }) => {
  expect(parseSettings({ file: "s.app.yaml", text }).diagnostics).toEqual([]);
});

it.each(ofKind("yaml workflow"))("%s is a workflow that gives the action what it takes", (where, { text }) => {
  const folder = join("test-results", "workflows");
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  const file = join(folder, ".github/workflows", `${where.replace(/\W+/g, "-")}.yml`);
  writeFileSync(file, text);
  const checked = spawnSync("node_modules/.bin/action-validator", [file], { encoding: "utf8" });
  expect(checked.stdout + checked.stderr).toBe("");
  const { inputs } = parse(readFileSync("action.yml", "utf8"));
  const jobs: { steps: { uses?: string; with?: object }[] }[] = Object.values(parse(text).jobs);
  const ours = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses?.includes("/notebook-app@"));
  expect(ours.length).toBeGreaterThan(0);
  for (const { with: given = {} } of ours) {
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    expect(Object.keys(given)).toContain("notebook");
  }
});

describe("commands", () => {
  const helps = new Map<string, string>();
  const help = (command: string): string => {
    const known =
      helps.get(command) ??
      spawnSync(process.execPath, ["dist/cli.js", command, "--help"], { encoding: "utf8" }).stdout;
    helps.set(command, known);
    return known;
  };
  const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);
  const lines = ofKind("sh").flatMap(([where, { text }]) =>
    text
      .replace(/\\\n\s*/g, " ")
      .split("\n")
      .map((line) => line.replace(/\s#.*$/, "").trim())
      .filter((line) => line !== "")
      .flatMap((line) => line.split(" && "))
      .map((line): [string, string] => [where, line.replace(/^(?:[A-Z_]+=\S+ )+/, "")]),
  );

  it.each(lines)("%s: %s", (_where, line) => {
    const [program, first = "", ...rest] = line.split(/\s+/);
    if (program === "npm") {
      if (first === "run") expect(scripts).toContain(rest[0]);
      else expect(["ci", "start", "test", "install"]).toContain(first);
      return;
    }
    expect([program, first]).toEqual(["npx", "notebook-app"]);
    const [command = "", ...words] = rest;
    expect(help("--help")).toMatch(new RegExp(`^ {2}${command} `, "m"));
    for (const word of words.filter((one) => one.startsWith("--")))
      expect(help(command)).toMatch(new RegExp(`^ +(?:-\\w, )?${word}\\b`, "m"));
  });
});

it("has TypeScript that compiles against the package's types", () => {
  const found = ofKind("ts");
  expect(found.length).toBeGreaterThan(0);
  const folder = "test-results/samples";
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [at, [, { text }]] of found.entries()) writeFileSync(join(folder, `sample-${at}.ts`), text);
  const types = ["runtime/index.d.ts", "compiler/node/vite/client.d.ts"].map((file) => `../../dist/types/${file}`);
  const paths = {
    "notebook-app": ["../../dist/types/runtime/index.d.ts"],
    "notebook-app/vite": ["../../dist/types/compiler/node/vite/plugin.d.ts"],
  };
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2023",
    lib: ["es2024", "dom"],
    types: [],
    paths,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", ...types] }));
  const { stdout, status } = spawnSync("node_modules/.bin/tsc", ["-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});

it.each(ofKind("html"))("%s gives the element attributes that it has", (_where, { text }) => {
  const attributes = elementMarkdown(".").split("## Further")[0];
  const tags = [...text.matchAll(/<notebook-app\b([^>]*)>/g)];
  expect(tags.length).toBeGreaterThan(0);
  for (const [, inside = ""] of tags)
    for (const [, name] of inside.matchAll(/([a-z-]+)(?==|\s|$)/g)) expect(attributes).toContain(`| \`${name}\` |`);
});

it.each(ofKind("css"))("%s names custom properties that there are", (_where, { text }) => {
  const element = elementMarkdown(".");
  const names = [...text.matchAll(/--[\w-]+/g)];
  expect(names.length).toBeGreaterThan(0);
  for (const [name] of names) expect(element).toContain(`| \`${name}\` |`);
});

it("lists every setting, every command and the element's attributes", () => {
  for (const key of Object.keys(SETTINGS)) expect(settingsMarkdown()).toContain(`## \`${key}\`\n`);
  const command = commandMarkdown(".");
  // The help names the reader's own folder.
  expect(command).not.toContain(homedir());
  expect(commandNames(command)).toEqual(expect.arrayContaining(["build", "check", "explain", "publish", "serve"]));
  for (const name of commandNames(command)) expect(command).toContain(`## \`${name}\``);
  const element = elementMarkdown(".");
  for (const name of ["src", "inputs", "autorun", "theme"]) expect(element).toContain(`\`${name}\``);
  expect(element).toContain("--nb-accent");
  expect(element).not.toContain("undefined");
});
