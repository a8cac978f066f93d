/**
 * How calls end that do not succeed: a status, a code, what happened and what to do. Never a stack, never a secret.
 * @module
 */
import type { ApiCode, ApiFault } from "../compiler/contract/api.ts";

/** Something of ours is wrong; its message is for the log, not for the caller. */
export class InternalError extends Error {
  override readonly name: string = "InternalError";
}

/** Ends a request with a refusal. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly status: number;
  readonly fault: ApiFault;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, fault: ApiFault, headers: Readonly<Record<string, string>> = {}) {
    super(fault.message);
    this.status = status;
    this.fault = fault;
    this.headers = headers;
  }
}

function refusal(status: number, code: ApiCode) {
  return (message: string, help: string, headers?: Readonly<Record<string, string>>): ApiError =>
    new ApiError(status, { code, message, help }, headers);
}

export const badRequest: Refuse = refusal(400, "bad-request");
export const forbidden: Refuse = refusal(403, "forbidden");
export const brokenOff: Refuse = refusal(408, "broken-off");
export const conflict: Refuse = refusal(409, "conflict");
export const gone: Refuse = refusal(410, "gone");
export const lengthRequired: Refuse = refusal(411, "length-required");
export const tooLarge: Refuse = refusal(413, "too-large");
export const wrongHost: Refuse = refusal(421, "wrong-host");
export const wrongDigest: Refuse = refusal(422, "wrong-digest");
export const pending: Refuse = refusal(428, "pending");
export const signInFirst: Refuse = refusal(401, "not-signed-in");
export const methodNotAllowed: Refuse = refusal(405, "method-not-allowed");
type Refuse = (message: string, help: string, headers?: Readonly<Record<string, string>>) => ApiError;

/** What is not there, and what one may not know of, look the same. */
export function notFound(what = "There is nothing at this address."): ApiError {
  return new ApiError(404, {
    code: "not-found",
    message: what,
    help: "Check the link. If it is right, its owner may have removed the app, made a new link, or not given you access.",
  });
}

export function missingBlobs(missing: readonly string[]): ApiError {
  return new ApiError(409, {
    code: "missing-blobs",
    message: `${missing.length} of the files named are not on the server.`,
    help: "Upload them, then publish again.",
    missing,
  });
}

export function slowDown(seconds: number): ApiError {
  return new ApiError(
    429,
    { code: "slow-down", message: "That was too often.", help: `Wait ${seconds} seconds, then try again.` },
    { "Retry-After": String(seconds) },
  );
}

export const INTERNAL: ApiFault = {
  code: "internal",
  message: "The server could not do this.",
  help: "Try again. If it stays, give the server's operator the request's time.",
};

/**
 * Whether an error says that the sender went away before its request was whole: Node's and workerd's words for it. Workerd has the same
 * words when its store goes away, for which "send it again" is right too.
 */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && /^(aborted|Network connection lost\.)$/.test(error.message);
}
