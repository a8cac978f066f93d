/**
 * The page inside the frame in which a dropped notebook runs. Its origin is opaque: a hostile notebook finds no storage, no cookie and
 * no network. The page around it hands it the bundle's files.
 * @module
 */
import { NotebookApp } from "../../runtime/index.ts";
import { type FrameRequest, isFrameRequest } from "./frame-message.ts";
import { APP_BASE, type ArrivedFile, MemoryNetwork } from "./memory-network.ts";

/** Every kernel's worker that was started, to be told of files that arrive. */
const workers: Worker[] = [];
let network: MemoryNetwork | null = null;

// It refuses to run where it is not boxed in.
if (self.origin === "null" && parent !== self) {
  addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source === parent && isFrameRequest(data)) answer(data);
  });
  parent.postMessage({ kind: "frame-ready" }, "*");
}

function answer(request: FrameRequest): void {
  if (request.kind === "theme") document.documentElement.style.colorScheme = request.theme;
  else if (request.kind === "file") takeFile(request.path, request.content);
  else if (network === null) open(request);
}

function open({ paths, kernel, theme }: Extract<FrameRequest, { kind: "open" }>): void {
  const expected = paths.map((path) => APP_BASE + path);
  const files = new MemoryNetwork(expected);
  network = files;
  startWorkersWith(kernel, () => ({ expected, arrived: files.files }));
  document.documentElement.style.colorScheme = theme;
  const app = new NotebookApp();
  app.src = `${APP_BASE}app.json`;
  document.body.replaceChildren(app);
}

function takeFile(path: string, content: Blob | null): void {
  const blobUrl = content && URL.createObjectURL(content);
  const file: ArrivedFile = { kind: "memory-file", url: APP_BASE + path, blobUrl };
  network?.add(file);
  for (const worker of workers) worker.postMessage(file);
}

/** From now on every worker runs the kernel, and starts with the files that are here by then. */
function startWorkersWith(kernel: Blob, files: () => typeof globalThis.memoryFiles): void {
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor() {
      // What `worker-prelude.ts`, at the head of the kernel's script, reads.
      const parts = [`var memoryFiles = ${JSON.stringify(files())};\n`, kernel];
      // A classic one: Chromium starts no module worker in an opaque origin.
      super(URL.createObjectURL(new Blob(parts, { type: "text/javascript" })));
      workers.push(this);
    }
  };
}
