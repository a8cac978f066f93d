/**
 * Where cases are played: Pyodide in this process, or a CPython beside it, which is ten times faster.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { PyodideInterface } from "pyodide";
import type { Plan } from "./case.ts";

/** What the reactive session shows and holds that a fresh run does not; empty is the promise. */
export interface Verdict {
  readonly differences: readonly string[];
}

/** Plays cases. */
export interface Player {
  play(plans: readonly Plan[]): Promise<readonly Verdict[]>;
  close(): void;
}

const PRODUCT = join(import.meta.dirname, "../../../../runtime/kernel/python");
const SCRIPT = join(import.meta.dirname, "player.py");

function parse(text: string): readonly Verdict[] {
  const verdicts: readonly Verdict[] = JSON.parse(text);
  return verdicts;
}

let started: Promise<Player> | null = null;

/** In Pyodide, as apps run; one a process. */
export function pyodidePlayer(): Promise<Player> {
  started ??= import("../../../doubles/python.ts").then(({ python }) => python()).then(playerIn);
  return started;
}

/** In this Pyodide. */
export async function playerIn(pyodide: PyodideInterface): Promise<Player> {
  for (const [folder, source] of Object.entries({ "/product": PRODUCT, "/player": import.meta.dirname })) {
    pyodide.FS.mkdirTree(folder);
    pyodide.mountNodeFS(folder, source);
  }
  pyodide.runPython("import sys; sys.path += ['/product', '/player']; import player; player.prepare('/work')");
  const player = pyodide.pyimport("player");
  const verdicts: (text: string) => Promise<string> = player.verdicts;
  return {
    play: async (plans) => parse(await verdicts(JSON.stringify(plans))),
    close: () => {},
  };
}

/**
 * In a process of its own. CPython itself may crash (3.13.0 does on `OrderedDict.popitem()`): each session of the batch is then
 * played alone in a new one, and the one that crashes it shows nothing.
 */
export function nativePlayer(python: string): Player {
  const folder = mkdtempSync(join(tmpdir(), "promise-"));
  let playing = startNative(python, folder);
  const answer = async (plans: readonly Plan[]): Promise<readonly Verdict[] | null> => {
    const text = await playing.ask(JSON.stringify(plans));
    if (text !== null) return parse(text);
    playing = startNative(python, folder);
    return null;
  };
  return {
    async play(plans): Promise<readonly Verdict[]> {
      const all = await answer(plans);
      if (all !== null) return all;
      const verdicts: Verdict[] = [];
      for (const plan of plans) {
        const ended = playing;
        const [verdict] = (await answer([plan])) ?? [];
        verdicts.push(verdict ?? { differences: ended.crashed() ? [] : ["the runner itself failed"] });
      }
      return verdicts;
    },
    close(): void {
      playing.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface NativeProcess {
  /** The line that answers this one, or null when the process has ended. */
  ask(line: string): Promise<string | null>;
  /** Whether it was CPython's own doing that it ended. */
  crashed(): boolean;
  end(): void;
}

function startNative(python: string, folder: string): NativeProcess {
  const child = spawn(python, [SCRIPT, folder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONPATH: PRODUCT, PYTHONDONTWRITEBYTECODE: "1" },
  });
  child.stdin.on("error", () => {});
  child.once(
    "exit",
    (_code, signal) => signal && console.error(`${python} crashed (${signal}); the session that does it is left out`),
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line): Promise<string | null> {
      child.stdin.write(`${line}\n`);
      const { value } = await lines.next();
      if (value === undefined && child.exitCode === null && child.signalCode === null) await once(child, "exit");
      return value ?? null;
    },
    crashed: () => child.signalCode !== null,
    end: () => child.stdin.end(),
  };
}
