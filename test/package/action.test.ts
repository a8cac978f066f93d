/**
 * The GitHub Action: sound by the schema of actions, and its steps run as a runner runs them, with this checkout's command for npm's.
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { ended, Machine, page, READ_ONLY } from "../compiler/node/publish/machine.ts";
import { type NodeHost, nodeHost } from "../worker/node-host.ts";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

const action: { inputs: Record<string, { default?: string }>; runs: { steps: readonly Step[] } } = parse(
  readFileSync("action.yml", "utf8"),
);

let host: NodeHost;
let machine: Machine;

beforeAll(async () => {
  host = await nodeHost();
  machine = new Machine();
  const tools = join(machine.folder, "bin");
  mkdirSync(tools);
  // What npm would fetch is this checkout's; the version that was asked for is noted.
  const npx = `#!/bin/bash\n[[ $1 == --yes ]] || exit 9\necho "$2" > "${machine.folder}/asked"\nshift 2\nexec "${process.execPath}" "${resolve("dist/cli.js")}" "$@"\n`;
  writeFileSync(join(tools, "npx"), npx);
  chmodSync(join(tools, "npx"), 0o755);
  machine.write({
    "a report.ipynb": page({ intro: "print('hello')" }),
    "a report.app.yaml": `${READ_ONLY}\nproject: 4b2f1d3a-7c5e-4f60-9a1b-2c3d4e5f6071\n`,
    "new.ipynb": page({ intro: "1" }),
  });
});
afterAll(async () => {
  await host.close();
  machine.remove();
});

/** Runs the step as a runner does: inputs filled in, files for outputs and summary. */
async function runStep(id: string, inputs: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find((one) => one.id === id);
  if (!step?.run) throw new TypeError(`There is no step ${id}.`);
  const given = new Map(Object.entries(action.inputs).map(([name, { default: value = "" }]) => [name, value]));
  for (const [name, value] of Object.entries(inputs)) given.set(name, value);
  const env = Object.entries(step.env ?? {}).map(([name, value]): [string, string] => [
    name,
    value.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => given.get(input) ?? ""),
  ]);
  const [output, summary] = ["output", "summary"].map((name) => join(machine.folder, `${id}-${name}`));
  for (const file of [output ?? "", summary ?? ""]) writeFileSync(file, "");
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
    cwd: machine.project,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: `${join(machine.folder, "bin")}:${process.env.PATH}`,
      HOME: process.env.HOME,
      NOTEBOOK_APP_CONFIG: join(machine.folder, "no-sign-in"),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(env),
    },
  });
  const { status, stdout, stderr } = await ended(child);
  return {
    status,
    said: stdout + stderr,
    output: readFileSync(output ?? "", "utf8"),
    summary: readFileSync(summary ?? "", "utf8"),
  };
}

it("is sound by the schema of actions", () => {
  const checked = spawnSync("node_modules/.bin/action-validator", ["action.yml"], { encoding: "utf8" });
  expect(checked.stdout + checked.stderr).toBe("");
  expect(checked.status).toBe(0);
  // What somebody else may choose never becomes part of a script.
  for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
});

it("builds a folder, also of a notebook with a space in its name", async () => {
  const { status, said, output } = await runStep("build", {
    notebook: "a report.ipynb",
    output: "out of it",
    version: "1.2.3",
  });
  expect(status, said).toBe(0);
  expect(existsSync(machine.path("out of it/index.html"))).toBe(true);
  expect(output).toBe("folder=out of it\n");
  expect(readFileSync(join(machine.folder, "asked"), "utf8")).toBe("notebook-app@1.2.3\n");
});

it("publishes with a token, and tells the link, which stays from run to run", async () => {
  await machine.login(host);
  const { token } = JSON.parse(readFileSync(join(machine.config, "servers.json"), "utf8")).servers[host.origin];
  const inputs = { notebook: "a report.ipynb", server: host.origin, token };
  const first = await runStep("publish", inputs);
  expect(first.status, first.said).toBe(0);
  const link = /^link=(http\S+)\n$/.exec(first.output)?.[1] ?? "";
  expect((await host.send(link)).status).not.toBe(404);
  expect(first.summary).toContain(link);
  expect((await runStep("publish", inputs)).output).toBe(first.output);
});

it("stops before it makes another app at each run, and at a token that is none", async () => {
  const none = await runStep("publish", { notebook: "new.ipynb", server: host.origin, token: "x" });
  expect(none.status).toBe(1);
  expect(none.said).toContain("::error file=new.app.yaml::");
  const refused = await runStep("publish", { notebook: "a report.ipynb", server: host.origin, token: "x" });
  expect(refused.status).toBe(1);
  expect(refused.output).toBe("");
});
