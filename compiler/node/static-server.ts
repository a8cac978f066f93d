/**
 * Serves a bundle on this machine, with the headers of its `_headers`: types, ranges, compression.
 * @module
 */
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, normalize, sep } from "node:path";
import { type Duplex, pipeline } from "node:stream";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type ByteRange, byteRange } from "../contract/byte-range.ts";
import { mediaType } from "../contract/media-types.ts";
import { HEADERS, type HeaderRules, parseHeadersFile } from "../emit/headers.ts";

const COMPRESSED = /^(text\/|application\/(json|wasm|xml)|image\/svg)/;

export interface ServeOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** Send the headers that isolate the page (Stop then keeps the kernel). Default true. */
  readonly isolated?: boolean;
  /** Answers before files are looked at; `true` if it did. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Takes connections that want to become WebSockets; without it there are none. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** A server that listens on loopback. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the folder that `folder()` names at the time of a request. */
export async function serveFolder(folder: () => string, options: ServeOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    try {
      if (!isLocalHost(request.headers.host)) return refuse(response, 421, "This server answers only to localhost.");
      if (options.intercept?.(request, response)) return;
      answer(folder(), request, response, options.isolated ?? true);
    } catch {
      refuse(response, 500, "The file could not be read.");
    }
  });
  const { upgrade } = options;
  if (upgrade)
    server.on("upgrade", (request, socket, head) => {
      // Pages of other sites may open sockets to this one.
      const origin = request.headers.origin;
      const own = isLocalHost(request.headers.host) && (!origin || origin === `http://${request.headers.host}`);
      if (own) upgrade(request, socket, head);
      else socket.destroy();
    });
  const port = await listen(server, options.port);
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** A page of another site must not reach this server through a name of its own (DNS rebinding). */
function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? "");
}

export function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(`${why}\n`);
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse, isolated: boolean): void {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Only GET is answered.");
  const path = requestPath(request.url ?? "/");
  // The source of a server app.
  if (path?.startsWith("/private/")) return refuse(response, 404, "There is no such file.");
  const file = path === null ? null : findFile(folder, path);
  if (path === null || file === null) return refuse(response, 404, "There is no such file.");
  for (const [name, value] of Object.entries(headersFor(rulesOf(folder), path, isolated)))
    response.setHeader(name, value);
  const type = mediaType(file.path);
  response.setHeader("Content-Type", type);
  response.setHeader("Accept-Ranges", "bytes");
  const range = byteRange(request.headers.range ?? null, file.size);
  if (range !== null) return sendRange(file, range, request, response);
  const encoding = COMPRESSED.test(type) ? chooseEncoding(request) : null;
  if (encoding === null || request.method === "HEAD") {
    response.setHeader("Content-Length", file.size);
    if (request.method === "HEAD") response.end();
    else sendFile(file.path, response);
    return;
  }
  const bytes = compressed(file, encoding);
  response.writeHead(200, { "Content-Encoding": encoding, Vary: "Accept-Encoding", "Content-Length": bytes.length });
  response.end(bytes);
}

function requestPath(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    return path.includes("\0") ? null : path.endsWith("/") ? `${path}index.html` : path;
  } catch {
    return null;
  }
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

function findFile(folder: string, path: string): FoundFile | null {
  const full = normalize(join(folder, path));
  if (!full.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  const stats = statSync(full, { throwIfNoEntry: false });
  return stats?.isFile() ? { path: full, size: stats.size, changed: stats.mtimeMs } : null;
}

/** A bundle's own rules; a folder without such a file is served like an app that nobody embeds. */
function rulesOf(folder: string): HeaderRules {
  const file = join(folder, "_headers");
  return existsSync(file) ? parseHeadersFile(readFileSync(file, "utf8")) : HEADERS;
}

function headersFor(rules: HeaderRules, path: string, isolated: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [pattern, headers] of rules) {
    if (pattern === path || (pattern.endsWith("*") && path.startsWith(pattern.slice(0, -1))))
      Object.assign(found, headers);
  }
  if (!isolated) {
    delete found["Cross-Origin-Opener-Policy"];
    delete found["Cross-Origin-Embedder-Policy"];
  }
  return found;
}

function sendRange(
  file: FoundFile,
  range: ByteRange | "outside",
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (range === "outside") {
    response.setHeader("Content-Range", `bytes */${file.size}`);
    return refuse(response, 416, "The file has no such range.");
  }
  const { first, last } = range;
  response.writeHead(206, {
    "Content-Range": `bytes ${first}-${last}/${file.size}`,
    "Content-Length": last - first + 1,
  });
  if (request.method === "HEAD") response.end();
  else sendFile(file.path, response, { start: first, end: last });
}

/**
 * Sends a file, or a part of it (bytes, both ends within). One that cannot be read any more, as a new build has taken its place, breaks off
 * this answer and nothing else; a viewer who leaves in the middle is no failure.
 */
export function sendFile(path: string, response: ServerResponse, part: { start?: number; end?: number } = {}): void {
  pipeline(createReadStream(path, part), response, () => {});
}

type Encoding = "br" | "gzip";

function chooseEncoding(request: IncomingMessage): Encoding | null {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  return /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : null;
}

const kept = new Map<string, Buffer>();

/** Quick levels: this server is for one machine. Each file is compressed once. */
function compressed(file: FoundFile, encoding: Encoding): Buffer {
  const key = `${encoding}:${file.changed}:${file.path}`;
  const known = kept.get(key);
  if (known) return known;
  const bytes = readFileSync(file.path);
  const result =
    encoding === "gzip"
      ? gzipSync(bytes, { level: 4 })
      : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
  kept.set(key, result);
  return result;
}
