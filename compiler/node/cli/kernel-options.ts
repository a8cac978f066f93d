/**
 * Options about server kernels, of the commands that have them.
 * @module
 */
import { join } from "node:path";
import { type Command, Option } from "commander";
import type { KernelOptions } from "../../contract/serve.ts";
import { cacheFolder } from "../wheel-sources/cache.ts";
import { EXIT, Exit } from "./failure.ts";

export interface KernelFlags {
  readonly gateway?: string;
  readonly kernelspec: string;
  readonly kernelMemory: string;
  readonly kernelCpus?: string;
  readonly maxKernels: string;
  readonly kernelBox: KernelOptions["boxed"];
}

/** Adds them. @param box - The default of `--kernel-box`. */
export function withKernels(command: Command, box: KernelOptions["boxed"]): Command {
  return command
    .option("--gateway <url>", "run server kernels on this Jupyter gateway; its token is in NOTEBOOK_APP_GATEWAY_TOKEN")
    .option("--kernelspec <name>", "the gateway's kernelspec for apps that name no image", "python3")
    .option("--kernel-memory <GB>", "memory of one server kernel", "4")
    .option("--kernel-cpus <number>", "processors of one server kernel; default: half of the machine's")
    .option("--max-kernels <number>", "server kernels at once; others wait in a queue", "20")
    .addOption(
      new Option(
        "--kernel-box <when>",
        "keep server kernels apart with bubblewrap: a server that cannot runs none unless told so",
      )
        .choices(["always", "if-possible", "never"])
        .default(box),
    );
}

/** The same for the server. @throws {@link Exit} 2 for what cannot be meant */
export function kernelOptions(flags: KernelFlags, tell: Pick<KernelOptions, "onText" | "onLog">): KernelOptions {
  const total = positive(flags.maxKernels, "--max-kernels");
  return {
    cache: join(cacheFolder(), "kernels"),
    gateway: flags.gateway === undefined ? null : gatewayOf(flags.gateway, flags.kernelspec),
    boxed: flags.kernelBox,
    memory: Math.round(positive(flags.kernelMemory, "--kernel-memory") * 2 ** 30),
    cpus: flags.kernelCpus === undefined ? null : positive(flags.kernelCpus, "--kernel-cpus"),
    most: { total, perApp: Math.max(1, Math.ceil(total / 2)), perViewer: Math.min(3, total) },
    ...tell,
  };
}

function gatewayOf(text: string, kernelspec: string): NonNullable<KernelOptions["gateway"]> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Exit(EXIT.usage, `'${text}' is no gateway. Give its URL, such as http://127.0.0.1:8888.`);
  return { url: url.href, token: process.env.NOTEBOOK_APP_GATEWAY_TOKEN ?? "", kernelspec };
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Exit(EXIT.usage, `'${text}' is nothing for ${option}. Give a number above 0.`);
}
