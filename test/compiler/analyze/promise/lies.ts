/**
 * Looks for sessions whose page or namespace is not that of a fresh run, and makes each as small as it can.
 * @module
 */
import { type Case, effort, planOf } from "./case.ts";
import type { Player } from "./player.ts";

/** A session that breaks the promise. */
export interface Lie {
  readonly found: Case;
  readonly differences: readonly string[];
}

/** What came of playing cases. */
export interface Search {
  readonly lies: readonly Lie[];
  readonly ran: number;
  readonly full: number;
}

const BATCH = 50;
/** Beyond these, making cases small costs more than it tells. */
const MAX_LIES = 8;

/** Plays all cases; stops early when enough is found. */
export async function search(player: Player, cases: readonly Case[]): Promise<Search> {
  const lies: Lie[] = [];
  let [ran, full] = [0, 0];
  for (let at = 0; at < cases.length && lies.length < MAX_LIES; at += BATCH) {
    const batch = cases.slice(at, at + BATCH);
    const plans = batch.map(planOf);
    const verdicts = await player.play(plans);
    for (const [index, one] of batch.entries()) {
      const plan = plans[index];
      if (!plan) continue;
      const work = effort(plan);
      ran += work.ran;
      full += work.full;
      if ((verdicts[index]?.differences.length ?? 0) > 0 && lies.length < MAX_LIES)
        lies.push(await smallest(player, one));
    }
  }
  return { lies, ran, full };
}

/** Takes away blocks, lines and changes while the lie stays. */
async function smallest(player: Player, one: Case): Promise<Lie> {
  let best: Lie = { found: one, differences: [] };
  for (let smaller = true; smaller; ) {
    smaller = false;
    for (const next of simplerCases(best.found)) {
      // Without its seed, chance itself would look like a lie.
      if (!isSeeded(next)) continue;
      const [verdict] = await player.play([planOf(next)]);
      if (!verdict || verdict.differences.length === 0) continue;
      best = { found: next, differences: verdict.differences };
      smaller = true;
      break;
    }
  }
  const [verdict] = await player.play([planOf(best.found)]);
  return { found: best.found, differences: verdict?.differences ?? [] };
}

function isSeeded({ blocks }: Case): boolean {
  const text = blocks.join("\n");
  return !/\brandom\b/.test(text) || text.includes("random.seed(3)");
}

function* simplerCases({ blocks, inputs }: Case): Generator<Case> {
  const size = Math.ceil(blocks.length / 2);
  for (let count = size; count >= 1; count = Math.floor(count / 2)) {
    for (let at = 0; at < blocks.length; at += count) yield { blocks: blocks.toSpliced(at, count), inputs };
  }
  if (inputs.length > 2) for (const at of inputs.keys()) yield { blocks, inputs: inputs.toSpliced(at, 1) };
  for (const [at, block] of blocks.entries()) {
    const lines = block.split("\n");
    for (const line of lines.keys()) {
      const less = lines.toSpliced(line, 1);
      if (less.length > 0) yield { blocks: blocks.with(at, less.join("\n")), inputs };
      const indent = /^ +/.exec(lines[line + 1] ?? "")?.[0].length ?? 0;
      if (indent > 0)
        yield {
          blocks: blocks.with(
            at,
            less.map((text, k) => (k >= line && text.startsWith("    ") ? text.slice(4) : text)).join("\n"),
          ),
          inputs,
        };
    }
  }
}

/** For people. */
export function describe({ found, differences }: Lie): string {
  const blocks = found.blocks.map((block, index) => `b${index}:\n${block.replace(/^/gm, "    ")}`);
  const inputs = found.inputs.map(({ n, m }) => `n=${n} m=${m}`).join(" → ");
  return [...blocks, inputs, ...differences, JSON.stringify(found)].join("\n");
}
