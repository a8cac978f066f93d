/**
 * What a page and a server kernel say to each other: JSON texts over one WebSocket. Narrow on purpose: a viewer names blocks of the
 * app and gives values of its inputs; there is no way to say code.
 * @module
 */
import type { InputValue, Scalar } from "./inputs.ts";
import { parseJson } from "./json.ts";
import type { KernelEvent, RunRequest } from "./kernel.ts";
import { parseQuestion, type Question } from "./live.ts";
import type { Outcome } from "./outcome.ts";

/**
 * The socket's path, relative to the app's root. `?v=` is the version of the app's kernel program (see file-url.ts) that the page
 * belongs to, `?session=` takes up an earlier session.
 */
export const KERNEL_SOCKET_PATH = "-/kernel";

/** Offered, and chosen by the server, by pages that no cookie of the server reaches. */
export const SOCKET_PROTOCOL = "notebook-app";
/** Before the viewer's token, in a second protocol that such a page offers: a WebSocket takes no `Authorization`, and addresses are logged. */
const BEARER = "notebook-app.bearer.";

/** The protocols to open a socket with; none where a cookie says who the viewer is. */
export function offeredProtocols(authorization: string | null | undefined): string[] {
  return authorization ? [SOCKET_PROTOCOL, BEARER + authorization.replace(/^Bearer /, "")] : [];
}

/** The token in a `Sec-WebSocket-Protocol` header; `null` for none. */
export function offeredToken(header: string | undefined): string | null {
  const offered = (header ?? "").split(",").map((protocol) => protocol.trim());
  return offered.find((protocol) => protocol.startsWith(BEARER))?.slice(BEARER.length) ?? null;
}

/** Bytes of a file that one message carries. */
export const FILE_PART: number = 512 * 1024;
/** Longest text that a page may send, in characters. */
export const VIEWER_MESSAGE_LIMIT: number = 1024 * 1024;

/** From the page. Each `call` gets one answer with its number. */
export type ViewerMessage =
  | { readonly kind: "boot"; readonly call: number }
  | { readonly kind: "run"; readonly call: number; readonly request: RunRequest }
  | { readonly kind: "interrupt"; readonly call: number }
  | { readonly kind: "ask"; readonly call: number; readonly question: Question }
  | { readonly kind: "read"; readonly call: number; readonly path: string; readonly offset: number }
  | {
      readonly kind: "write";
      readonly call: number;
      readonly path: string;
      readonly offset: number;
      /** Base64, at most {@link FILE_PART} bytes. */
      readonly data: string;
      readonly last: boolean;
    }
  | { readonly kind: "dispose"; readonly call: number };

/** A part of a file. */
export interface FilePart {
  /** Bytes of the whole. */
  readonly size: number;
  /** Base64. */
  readonly data: string;
}

/** From the server. */
export type ServerMessage =
  /** The first message: the session's id, for a reload. */
  | { readonly kind: "welcome"; readonly session: string }
  | { readonly kind: "event"; readonly event: KernelEvent }
  | { readonly kind: "answer"; readonly call: number; readonly outcome: Outcome<unknown> };

/** Why the server closes a socket; the reason says it in words. */
export const CLOSE = {
  /** The page said something that no page of this app says. */
  refused: 4400,
  /** The session is open in another tab or after a reload. */
  taken: 4002,
  /** The app was unpublished, its access has changed, or its server is going down. */
  gone: 4003,
  /** The server has only a newer version of the app. */
  outdated: 4004,
} as const;

/** Takes a text from a page, or says why it is none that a page would send. */
export function parseViewerMessage(text: string): ViewerMessage | string {
  if (text.length > VIEWER_MESSAGE_LIMIT) return "The message is too long.";
  const value = parseJson(text);
  if (!isObject(value)) return "The message is no JSON object.";
  if (!isCount(value.call)) return "The message has no number.";
  return message(value, value.call);
}

function message(value: Json, call: number): ViewerMessage | string {
  switch (value.kind) {
    case "boot":
    case "interrupt":
    case "dispose":
      return { kind: value.kind, call };
    case "run":
      return isRunRequest(value.request) ? { kind: "run", call, request: value.request } : "The run is malformed.";
    case "ask": {
      const question = parseQuestion(value.question);
      return question ? { kind: "ask", call, question } : "The question is malformed.";
    }
    case "read":
      if (typeof value.path !== "string" || !isCount(value.offset)) return "The file request is malformed.";
      return { kind: "read", call, path: value.path, offset: value.offset };
    case "write": {
      const { path, offset, data, last } = value;
      if (typeof path !== "string" || !isCount(offset) || typeof data !== "string" || typeof last !== "boolean")
        return "The file is malformed.";
      return { kind: "write", call, path, offset, data, last };
    }
    default:
      return "The message is of no known kind.";
  }
}

/** Takes a text from the server; `null` if it is none. */
export function parseServerMessage(text: string): ServerMessage | null {
  const value = parseJson(text);
  return isServerMessage(value) ? value : null;
}

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRunRequest(value: unknown): value is RunRequest {
  if (!isObject(value) || !isCount(value.run) || typeof value.fresh !== "boolean") return false;
  const { blocks, inputs } = value;
  if (!Array.isArray(blocks) || !blocks.every((block) => typeof block === "string")) return false;
  return isObject(inputs) && Object.values(inputs).every(isInputValue);
}

function isInputValue(value: unknown): value is InputValue {
  if (Array.isArray(value)) return value.every((item) => item === null || isScalar(item));
  return value === null || isScalar(value);
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))
  );
}

function isServerMessage(value: unknown): value is ServerMessage {
  if (!isObject(value)) return false;
  if (value.kind === "welcome") return typeof value.session === "string";
  if (value.kind === "event") return isObject(value.event) && typeof value.event.kind === "string";
  return (
    value.kind === "answer" && isCount(value.call) && isObject(value.outcome) && typeof value.outcome.ok === "boolean"
  );
}
