/**
 * What the README says is there.
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SETTINGS } from "../../compiler/settings-schema.ts";

const readme = readFileSync("README.md", "utf8");

it("links only to files that exist, pictures among them", () => {
  const links = [...readme.matchAll(/\]\(([^)#\s]+)\)/g)].map((match) => match[1] ?? "");
  const local = links.filter((link) => !/^[a-z]+:/i.test(link));
  expect(local).toContain("examples/penguins/screenshot.png");
  expect(local.filter((path) => !existsSync(path))).toEqual([]);
});

it("names only folders and files that exist", () => {
  const named = [...readme.matchAll(/`((?:compiler|runtime|worker|site|examples|test)(?:\/[\w.-]+)*\/?)`/g)];
  const paths = named.map((match) => match[1] ?? "");
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

it("names only commands and options that there are", () => {
  const help = (command: string): string =>
    spawnSync(process.execPath, ["dist/cli.js", command, "--help"], { encoding: "utf8" }).stdout;
  const used = [...readme.matchAll(/notebook-app (\w+)([^`\n]*)/g)];
  const commands = new Set(used.map((match) => match[1] ?? ""));
  expect(commands.size).toBeGreaterThan(4);
  const known = help("--help");
  for (const command of commands) {
    if (!new RegExp(`^ {2}${command} `, "m").test(known)) continue;
    const text = help(command);
    const options = used
      .filter((match) => match[1] === command)
      .flatMap((match) => match[2]?.match(/--[a-z-]+/g) ?? []);
    for (const option of options) expect(text, `${command} ${option}`).toContain(option);
  }
  for (const command of ["build", "preview", "dev", "check", "graph"]) expect([...commands]).toContain(command);
});

it("lists every setting, with its values and its default", () => {
  const rows = readme.split("\n").filter((line) => /^\| `\w+`/.test(line));
  for (const [key, { enum: values, default: initial }] of Object.entries(SETTINGS)) {
    const row = rows.find((line) => (line.split("|")[1] ?? "").includes(`\`${key}\``)) ?? "";
    expect(row, key).not.toBe("");
    for (const value of values ?? []) expect(row, key).toContain(value);
    if (typeof initial === "boolean" || typeof initial === "string") expect(row, key).toContain(`\`${initial}\``);
  }
});

it("keeps the two lines that do everything", () => {
  expect(readme).toContain("npm ci && npm start");
  expect(readme).toContain("npm ci && npm test");
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test", "types", "lint", "build"]));
});
