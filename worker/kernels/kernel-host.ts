/**
 * Where server kernels run: one machine's gateway, a cluster's, or containers. Sessions know nothing else of it.
 * @module
 */
import type { Fault, Outcome } from "../../compiler/contract/outcome.ts";
import type { ServerProgram } from "../../compiler/contract/server-program.ts";

/** An app version whose kernels are started. Kernels of equal `id` and `version` may share what they only read. */
export interface PublishedApp {
  readonly id: string;
  readonly version: string;
  readonly server: ServerProgram;
  /** A work file's bytes, as they come; fails where they cannot be had. */
  readonly readFile: (name: string) => AsyncIterable<Uint8Array>;
  /** Whether its viewer may open it now; asked before each start of a kernel, since a page may stay connected for long. */
  readonly mayStart: () => Promise<boolean>;
}

/** A kernel that runs; its id says nothing to anybody but its host. */
export interface HostedKernel {
  readonly id: string;
}

/** Frames of the Jupyter protocol, in and out. */
export interface KernelChannel {
  send(frame: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface ChannelListener {
  readonly frame: (frame: Uint8Array) => void;
  readonly closed: () => void;
  /** The host is about to end the kernel, e.g. because it uses too much. */
  readonly ended: (fault: Fault) => void;
}

/** What a host tells while it makes a kernel ready, e.g. that it installs packages. */
export type HostProgress = (loaded: number, total: number | null) => void;

export interface KernelHost {
  /** Kernels find the app's work files by themselves; else the session sends them. */
  readonly mountsFiles: boolean;
  start(app: PublishedApp, onProgress: HostProgress): Promise<Outcome<HostedKernel>>;
  connect(kernel: HostedKernel, listener: ChannelListener): Promise<Outcome<KernelChannel>>;
  /** Asks Python to stop what it does; promises nothing. */
  interrupt(kernel: HostedKernel): Promise<void>;
  state(kernel: HostedKernel): Promise<"busy" | "idle" | "gone">;
  /** Ends it and removes what it left. Ending a kernel that is gone is fine. */
  end(kernel: HostedKernel): Promise<void>;
}
