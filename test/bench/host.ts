/**
 * A host on this machine that behaves like a CDN: brotli where a CDN would, immutable runtime files, and if wanted a slow line that all
 * connections share. Counts the bytes that it sends.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { mediaType } from "../../compiler/contract/media-types.ts";
import { ISOLATION } from "../../compiler/contract/security.ts";
import { HEADERS } from "../../compiler/emit/headers.ts";

export interface Line {
  readonly name: string;
  /** Megabits per second; `null` is no limit. */
  readonly mbits: number | null;
  /** Milliseconds before each answer. */
  readonly delay: number;
}

export const LINES: Readonly<Record<string, Line>> = {
  lan: { name: "LAN", mbits: null, delay: 0 },
  slow: { name: "20 Mbit/s, 40 ms", mbits: 20, delay: 40 },
};

export interface Host {
  readonly url: string;
  /** Bytes of bodies sent since the last call. */
  takeBytes(): number;
  setLine(line: Line): void;
  /** Files below `/<name>/` come from this folder. */
  mount(name: string, folder: string): void;
  /** One file at a path. */
  file(path: string, file: string): void;
  /** A text at a path. */
  put(path: string, text: string): void;
  close(): void;
}

const CHUNK = 16 * 1024;
const COMPRESSED = /^(text\/|application\/(json|wasm|xml|x-ipynb)|image\/svg)/;
const CACHE = join(tmpdir(), "notebook-app-bench-brotli");

/** Starts it on a free port. Without isolation it is a host that sends no headers for it. */
export async function openHost({ isolated = true }: { readonly isolated?: boolean } = {}): Promise<Host> {
  const folders = new Map<string, string>();
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  let line: Line = LINES.lan as Line;
  let sent = 0;
  /** When the line is free again. */
  let free = 0;

  /** Read and hashed once, so that the host's own work takes no time from a visit. */
  const contents = new Map<string, Content>();
  const read = (file: string): Content => {
    const content = contents.get(file) ?? hashed(readFileSync(file));
    contents.set(file, content);
    return content;
  };

  const send = async (response: ServerResponse, body: Buffer): Promise<void> => {
    for (let at = 0; at < body.length && !response.destroyed; at += CHUNK) {
      const chunk = body.subarray(at, at + CHUNK);
      if (line.mbits !== null) {
        const now = performance.now();
        free = Math.max(now, free) + (chunk.length * 8) / (line.mbits * 1000);
        await new Promise((resolve) => setTimeout(resolve, free - now));
      }
      sent += chunk.length;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  };

  const server = createServer(async (request, response) => {
    if (line.delay > 0) await new Promise((resolve) => setTimeout(resolve, line.delay));
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, name = "", ...rest] = decodeURIComponent(pathname).split("/");
    const inside = `/${rest.join("/")}`;
    const path = inside.endsWith("/") ? `${inside}index.html` : inside;
    const file = files.get(pathname) ?? join(folders.get(name) ?? "/nowhere", normalize(path));
    const text = texts.get(pathname);
    if (text === undefined && !(existsSync(file) && statSync(file).isFile())) {
      response.writeHead(404).end();
      return;
    }
    const { raw, hash } = text === undefined ? read(file) : hashed(Buffer.from(text));
    for (const [header, value] of Object.entries(headersFor(path))) response.setHeader(header, value);
    if (!isolated) for (const header of Object.keys(ISOLATION)) response.removeHeader(header);
    // The floor's page has its script in it.
    if (text !== undefined) response.removeHeader("content-security-policy");
    const type = mediaType(path);
    response.setHeader("content-type", type);
    response.setHeader("etag", `"${hash.slice(0, 16)}"`);
    if (request.headers["if-none-match"] === `"${hash.slice(0, 16)}"`) {
      response.writeHead(304).end();
      return;
    }
    const encodes = COMPRESSED.test(type) && /\bbr\b/.test(String(request.headers["accept-encoding"]));
    if (encodes) response.setHeader("content-encoding", "br");
    await send(response, encodes ? brotli(raw, hash) : raw);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" ? address?.port : ""}/`,
    takeBytes(): number {
      const bytes = sent;
      sent = 0;
      return bytes;
    },
    setLine(next): void {
      line = next;
    },
    mount(name, folder): void {
      folders.set(name, folder);
      contents.clear();
    },
    file: (path, file) => void files.set(path, file),
    put: (path, text) => void texts.set(path, text),
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Content {
  readonly raw: Buffer;
  readonly hash: string;
}

function hashed(raw: Buffer): Content {
  return { raw, hash: createHash("sha256").update(raw).digest("hex") };
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

function headersFor(path: string): Record<string, string> {
  const matches = (pattern: string): boolean =>
    pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
  const matching = HEADERS.filter(([pattern]) => matches(pattern));
  return Object.assign({}, ...matching.map(([, headers]) => headers));
}

/** As a CDN that compresses once and keeps the result. */
function brotli(raw: Buffer, hash: string): Buffer {
  const kept = join(CACHE, hash);
  if (existsSync(kept)) return readFileSync(kept);
  const made = brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(kept, made);
  return made;
}
