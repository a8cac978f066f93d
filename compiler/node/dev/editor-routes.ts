/**
 * What the editor's page asks of the development server, under `/@dev/`. Reading needs nothing; writing needs the token that only the
 * page which this server made knows, and an `Origin` that is this server's own.
 * @module
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { blockId } from "../../contract/ids.ts";
import { BLOCK_KEYS, type BlockEdit } from "../../write/block-settings.ts";
import type { Edit } from "../../write/edit.ts";
import type { HeaderValue } from "../../write/header-edit.ts";
import type { LayoutMove } from "../../write/layout-edit.ts";
import type { YamlValue } from "../../write/yaml-edit.ts";
import { sendFile } from "../static-server.ts";
import { type AuthorFiles, ChangedMeanwhile, type Written } from "./author-files.ts";

/** What the routes need of the server. */
export interface EditorHost {
  readonly files: AuthorFiles;
  /** The editor's state as JSON. */
  state(): unknown;
  /** Builds at once what was just written. */
  rebuild(): void;
  readonly calls: EditorCalls;
}

/** Further calls of the page by name; each takes and gives JSON. */
export type EditorCalls = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

/** Bytes of a request's body. */
const MAX_BODY = 1 << 20;
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

export class EditorRoutes {
  private readonly token: string = randomBytes(24).toString("base64url");
  private readonly folder: string;
  private readonly host: EditorHost;

  /** @param folder - Where the editor's built page lies. */
  constructor(folder: string, host: EditorHost) {
    this.folder = folder;
    this.host = host;
  }

  /** The editor's page, with the token in it. */
  page(): string {
    return readFileSync(join(this.folder, "index.html"), "utf8").replace("%TOKEN%", this.token);
  }

  /** Answers a request below `/@dev/`; `false` if it is for somebody else. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    if (path.startsWith("/@dev/editor/")) return this.asset(response, path.slice("/@dev/editor/".length));
    if (path === "/@dev/state") return json(response, 200, this.host.state());
    if (!path.startsWith("/@dev/api/")) return false;
    if (request.method !== "POST") return json(response, 405, { ok: false, why: "Send this as a POST." });
    if (!this.isOwn(request))
      return json(response, 403, { ok: false, why: "This is not the editor's own page. Reload it." });
    void this.write(request, response, path.slice("/@dev/api/".length));
    return true;
  }

  private isOwn({ headers }: IncomingMessage): boolean {
    const given = Buffer.from(String(headers["x-notebook-app-token"] ?? ""));
    const token = Buffer.from(this.token);
    const origin = headers.origin ?? "";
    return origin === `http://${headers.host}` && given.length === token.length && timingSafeEqual(given, token);
  }

  private async write(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    try {
      const body = await readJson(request);
      if (name === "edit" || name === "undo") {
        const written = name === "undo" ? this.host.files.undo() : this.edit(body);
        if (written.ok) this.host.rebuild();
        json(response, written.ok ? 200 : 409, written);
        return;
      }
      const call = Object.hasOwn(this.host.calls, name) ? this.host.calls[name] : undefined;
      if (call) json(response, 200, await call(body));
      else json(response, 404, { ok: false, why: `There is no call '${name}'.` });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      json(response, error instanceof BadBody ? 400 : error instanceof ChangedMeanwhile ? 409 : 500, {
        ok: false,
        why,
      });
    }
  }

  private edit(body: unknown): Written {
    const edit = parseEdit(body);
    return edit === null ? { ok: false, why: "This is no edit." } : this.host.files.write(edit);
  }

  private asset(response: ServerResponse, name: string): boolean {
    const path = normalize(join(this.folder, name));
    if (!path.startsWith(this.folder + sep) || !statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    response.writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "cache-control": "no-cache",
      "cross-origin-embedder-policy": "credentialless",
    });
    sendFile(path, response);
    return true;
  }
}

class BadBody extends Error {
  override readonly name: string = "BadBody";
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MAX_BODY) throw new BadBody("This is more than an edit can be.");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8") || "null");
  } catch (cause) {
    throw new BadBody("This is no JSON.", { cause });
  }
}

function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
  return true;
}

/** Takes JSON for an edit; `null` if it is none. A missing or `null` value takes a key away. */
export function parseEdit(value: unknown): Edit | null {
  if (!isObject(value)) return null;
  if (value.kind === "app") {
    const { path } = value;
    if (!Array.isArray(path) || path.length === 0 || !path.every((step) => typeof step === "string")) return null;
    return isYamlValue(value.value) ? { kind: "app", path, value: value.value ?? undefined } : null;
  }
  if (value.kind === "move") {
    const move = parseMove(value.move);
    return move === null ? null : { kind: "move", move };
  }
  if (value.kind !== "blocks" || !Array.isArray(value.edits)) return null;
  const edits = value.edits.map(parseBlockEdit);
  return edits.every((edit) => edit !== null) ? { kind: "blocks", edits } : null;
}

function parseMove(value: unknown): LayoutMove | null {
  if (!isObject(value) || typeof value.block !== "string") return null;
  const block = blockId(value.block);
  if (block === null) return null;
  if (value.kind === "alone") return { kind: "alone", block };
  if (value.kind === "widths" && Array.isArray(value.widths))
    return { kind: "widths", block, widths: value.widths.map((one) => (typeof one === "number" ? one : null)) };
  const target = typeof value.target === "string" ? blockId(value.target) : null;
  if ((value.kind === "beside" || value.kind === "stack") && target !== null)
    return { kind: value.kind, block, target };
  return null;
}

function parseBlockEdit(value: unknown): BlockEdit | null {
  if (!isObject(value)) return null;
  const block = typeof value.block === "string" ? blockId(value.block) : null;
  const key = BLOCK_KEYS.find((one) => one === value.key);
  if (block === null || key === undefined || !isScalar(value.value)) return null;
  return { block, key, value: value.value ?? undefined };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is HeaderValue {
  return value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isYamlValue(value: unknown): value is YamlValue {
  return isScalar(value) || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}
