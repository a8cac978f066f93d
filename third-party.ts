/**
 * What of others is inside the package: a build plugin that notes which packages the bundles took code from, and the notices that ship.
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** A package whose code is in ours. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Of its licence and notice files; empty if it ships none. */
  readonly text: string;
}

/** Where each build notes what it took. */
const NOTED = "node_modules/.cache/notebook-app/third-party";

/** Notes the packages of one build, its workers' included: the same plugin goes into them. */
export function noteThirdParties(build: string): Plugin {
  const folders = new Set<string>();
  return {
    name: "note-third-parties",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === "chunk")
          for (const [id, { renderedLength }] of Object.entries(file.modules)) {
            const folder = renderedLength > 0 ? packageFolder(id) : null;
            if (folder !== null) folders.add(folder);
          }
      mkdirSync(NOTED, { recursive: true });
      writeFileSync(join(NOTED, `${build}.json`), JSON.stringify([...folders].sort()));
    },
  };
}

/** `…/node_modules/<name>` of the package that a module is in; `null` for our own. */
export function packageFolder(id: string): string | null {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"))?.[1] ?? null;
}

/** Copyright of packages under the MIT licence that ship no licence file, from their source. */
const COPYRIGHT: Readonly<Record<string, string>> = {
  "@duckdb/duckdb-wasm":
    "Copyright 2021 DuckDB WASM Contributors (see https://github.com/duckdb/duckdb-wasm/graphs/contributors)\n" +
    "Copyright 2018 Stichting DuckDB Foundation (DuckDB, which it contains)",
};

/** The packages that these builds noted, sorted by name. */
export function thirdParties(builds: readonly string[]): ThirdParty[] {
  const folders = builds.flatMap((build): string[] => JSON.parse(readFileSync(join(NOTED, `${build}.json`), "utf8")));
  const found = [...new Set(folders)].map(describe).sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return withKnownTexts(found);
}

/** The permission of the MIT licence is the same wherever it stands. */
function withKnownTexts(packages: readonly ThirdParty[]): ThirdParty[] {
  const mit = packages.find(({ licence, text }) => licence === "MIT" && text.includes("Permission is hereby granted"));
  const permission = mit?.text.slice(mit.text.indexOf("Permission is hereby granted")) ?? "";
  return packages.map((one) => {
    const copyright = one.licence === "MIT" && one.text === "" ? COPYRIGHT[one.name] : undefined;
    return copyright === undefined ? one : { ...one, text: `${copyright}\n\n${permission}` };
  });
}

function key({ name, version }: ThirdParty): string {
  return `${name} ${version}`;
}

function describe(folder: string): ThirdParty {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim()).join("\n\n");
  return { name, version, licence: typeof license === "string" ? license : (license?.type ?? ""), text };
}

/** Licences that let us pass the code on with their text. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "Unlicense",
  "Zlib",
]);

/** Whether an SPDX expression (of `AND`, `OR` and parentheses around the whole) allows it. */
export function mayPassOn(expression: string): boolean {
  const alternatives = expression.replace(/^\((.*)\)$/, "$1").split(/\s+OR\s+/);
  return alternatives.some((one) => one.split(/\s+AND\s+/).every((licence) => ALLOWED.has(licence)));
}

/** Packages that we must not or cannot pass on, and why; empty is the promise. */
export function licenceProblems(packages: readonly ThirdParty[]): string[] {
  return packages.flatMap(({ name, version, licence, text }) => {
    if (!mayPassOn(licence))
      return [`${name} ${version}: its licence '${licence}' is not known to allow passing it on.`];
    return text === "" ? [`${name} ${version}: it ships no licence text.`] : [];
  });
}

/** The notices as Markdown; packages with the very same text share it. */
export function noticesText(packages: readonly ThirdParty[]): string {
  const byText = new Map<string, ThirdParty[]>();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const sections = [...byText].map(([text, group]) => {
    const names = group.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`).join("\n");
    return `${names}\n\n${text.replace(/^(?=.)/gm, "    ")}\n`;
  });
  return `# Third-party notices\n\nCode of these ${packages.length} packages is inside this one.\n\n${sections.join("\n---\n\n")}`;
}
