/**
 * Kernels on this machine: environments made as needed, one gateway, each kernel in a box of its own.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Fault, failure, type Outcome, success } from "../../../../compiler/contract/outcome.ts";
import { GatewayHost, type KernelLaunch } from "../../../kernels/gateway-host.ts";
import type { HostProgress, KernelHost, PublishedApp } from "../../../kernels/kernel-host.ts";
import boxScript from "./box.py?raw";
import { Environments, type PythonEnvironment } from "./environments.ts";
import gatewayConfig from "./gateway_config.py?raw";
import { GatewayProcess } from "./gateway-process.ts";
import { imageEnvironment } from "./images.ts";
import { KernelWatch, type UseCaps } from "./kernel-watch.ts";
import { openSocket } from "./open-socket.ts";
import plainScript from "./plain.py?raw";
import { WorkFolders } from "./work-folders.ts";

/** What ends one kernel and not the machine. */
export interface KernelCaps extends UseCaps {
  /** Bytes that a kernel may write below /work, and again below /tmp and /dev/shm. */
  readonly diskBytes: number;
  /** Processes and threads of one kernel. */
  readonly processes: number;
}

export const KERNEL_CAPS: KernelCaps = {
  memoryBytes: 4 * 2 ** 30,
  cpus: Math.ceil(availableParallelism() / 2),
  cpuWindow: 30_000,
  diskBytes: 2 ** 30,
  processes: 512,
};

export interface NodeKernelHostOptions {
  /** Where environments are kept. */
  readonly cache: string;
  /** Whether kernels are boxed; without, they can do whatever this process's user can. */
  readonly boxed: () => Promise<Outcome<boolean>>;
  readonly caps: KernelCaps;
  /** Told what is being installed, and the gateway's log. */
  readonly onText: (text: string) => void;
  readonly onLog: (line: string) => void;
}

/** A host that holds processes and folders until it is closed. */
export interface NodeKernelHost extends KernelHost {
  /** The gateway's process id; `null` while there is none. */
  gatewayPid(): Promise<number | null>;
  /** Everything that it wrote, environments aside. */
  readonly folder: string;
  close(): Promise<void>;
}

const GATEWAY = ["jupyter_kernel_gateway==3.*", "ipykernel==7.*"];
const KERNEL = "ipykernel==7.*";
/** User ids of boxed kernels where the server is root; nobody else uses this range. */
const FIRST_UID = 61_000;
const UIDS = 4_000;

export function createNodeKernelHost(options: NodeKernelHostOptions): NodeKernelHost {
  // Short, since a socket's path may have no more than 107 bytes; only its owner may enter it.
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `nbk-${process.pid}-`));
  const specs = join(folder, "jupyter");
  const scripts = { "gateway_config.py": gatewayConfig, "box.py": boxScript, "plain.py": plainScript };
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, name), text);
  const environments = new Environments({ cache: options.cache, onText: options.onText });
  const gateway = new GatewayProcess({
    python: async () => orThrow(await environments.get(GATEWAY)).python,
    config: join(folder, "gateway_config.py"),
    folder: join(folder, "gateway"),
    specs,
    onLog: options.onLog,
  });
  const launcher = new Launcher({ options, folder, specs, environments });
  const host = new GatewayHost({
    address: () => gateway.address(),
    fetch,
    openSocket,
    mountsFiles: true,
    startsAtOnce: 2 * availableParallelism(),
    prepare: (app, onProgress) => launcher.prepare(app, onProgress),
    watch: (launch, tell) => launcher.watch(launch, tell),
    clear: async (launch) => launcher.clear(launch),
  });
  return {
    mountsFiles: true,
    folder,
    start: (app, onProgress) => host.start(app, onProgress),
    connect: (kernel, listener) => host.connect(kernel, listener),
    interrupt: (kernel) => host.interrupt(kernel),
    state: (kernel) => host.state(kernel),
    end: async (kernel) => {
      await host.end(kernel);
      clearSockets(join(folder, "gateway", "run"), kernel.id);
    },
    gatewayPid: () => gateway.pid(),
    close: async () => {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of a kernel that was killed, the gateway leaves its connection file and sockets. */
function clearSockets(run: string, id: string): void {
  if (!existsSync(run)) return;
  for (const name of readdirSync(run)) if (name.startsWith(`kernel-${id}`)) rmSync(join(run, name), { force: true });
}

/** Removes what servers have left that were killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^nbk-(\d+)-\w+$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new EnvironmentError(
    outcome.fault.detail ? `${outcome.fault.message} ${outcome.fault.detail}` : outcome.fault.message,
  );
}

/** The gateway's own packages could not be had. */
class EnvironmentError extends Error {
  override readonly name: string = "EnvironmentError";
}

interface LauncherParts {
  readonly options: NodeKernelHostOptions;
  readonly folder: string;
  readonly specs: string;
  readonly environments: Environments;
}

/** Makes what one kernel needs before the gateway starts it: its Python, its kernelspec, its folder, its settings. */
class Launcher {
  readonly #parts: LauncherParts;
  readonly #work: WorkFolders;
  readonly #launches = new Map<KernelLaunch, () => void>();
  readonly #uids = new Set<number>();
  readonly #watch: KernelWatch;
  #turn = 0;

  constructor(parts: LauncherParts) {
    this.#parts = parts;
    this.#work = new WorkFolders(parts.folder);
    this.#watch = new KernelWatch(parts.options.caps);
  }

  async prepare(app: PublishedApp, onProgress: HostProgress): Promise<Outcome<KernelLaunch>> {
    const { image, requirements } = app.server;
    const boxed = await this.#parts.options.boxed();
    if (!boxed.ok) return boxed;
    const environment =
      image === null
        ? await this.#parts.environments.get([KERNEL, ...requirements], onProgress)
        : await imageEnvironment(image);
    if (!environment.ok) return environment;
    try {
      const work = await this.#work.take(app);
      const launch = this.#write(app, { environment: environment.value, work: work.folder, boxed: boxed.value });
      this.#atEnd(launch, work.release);
      return success(launch);
    } catch (error) {
      return failure("boot", "The kernel's files could not be written.", String(error));
    }
  }

  /** Ends a kernel that uses too much, and says so. */
  watch(launch: KernelLaunch, tell: (fault: Fault) => void): void {
    const file = join(dirname(launch.env.KERNEL_BOX ?? ""), "pid");
    this.#atEnd(
      launch,
      this.#watch.add(() => readPid(file), tell),
    );
  }

  #atEnd(launch: KernelLaunch, act: () => void): void {
    const before = this.#launches.get(launch);
    this.#launches.set(launch, () => {
      act();
      before?.();
    });
  }

  clear(launch: KernelLaunch): void {
    this.#launches.get(launch)?.();
    this.#launches.delete(launch);
  }

  #write(
    app: PublishedApp,
    { environment, work, boxed }: { environment: PythonEnvironment; work: string; boxed: boolean },
  ): KernelLaunch {
    const { python, folders } = environment;
    const { options, specs, folder: root } = this.#parts;
    const folder = join(root, randomUUID().slice(0, 13));
    mkdirSync(folder, { mode: 0o700 });
    const uid = this.#freeUid();
    this.#turn += Math.ceil(options.caps.cpus);
    const settings = {
      folder,
      work,
      uid,
      turn: this.#turn,
      pythons: folders.filter((path) => path !== "/usr"),
      env: { DEEPNOTE_PROJECT_ID: app.server.program.project },
      ...options.caps,
    };
    const file = join(folder, "box.json");
    writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
    const launch = {
      name: kernelspec(specs, join(root, boxed ? "box.py" : "plain.py"), python),
      env: { KERNEL_BOX: file },
    };
    this.#atEnd(launch, () => {
      this.#uids.delete(uid);
      rmSync(folder, { recursive: true, force: true });
    });
    return launch;
  }

  #freeUid(): number {
    let uid = FIRST_UID + (this.#uids.size % UIDS);
    while (this.#uids.has(uid)) uid = FIRST_UID + ((uid - FIRST_UID + 1) % UIDS);
    this.#uids.add(uid);
    return uid;
  }
}

/** The kernel's outermost process, which its launcher wrote down; `null` until then. */
function readPid(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** One kernelspec a Python, named after it; written again is written the same. */
function kernelspec(specs: string, launcher: string, python: string): string {
  const name = `nb-${Buffer.from(python).toString("hex").slice(-40)}`;
  const folder = join(specs, "kernels", name);
  mkdirSync(folder, { recursive: true });
  const spec = {
    argv: [python, "-I", "-S", launcher, python, "{connection_file}"],
    display_name: name,
    language: "python",
    // SIGINT does not reach into a box; a message on the control channel does.
    interrupt_mode: "message",
  };
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(spec));
  return name;
}
