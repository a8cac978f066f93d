/**
 * The result of a call that may fail for a reason the caller must handle. Plain data, so that it survives
 * a worker or network border, which thrown errors do not.
 * @module
 */

/** What went wrong: a code to switch on, and a sentence for the person in front of the page. */
export interface Fault {
  readonly code: FaultCode;
  /** What happened and what to do about it; no secrets, no stack. */
  readonly message: string;
  /** Technical details for a report, if any (an engine's stack, a URL, a sha256). */
  readonly detail?: string;
}

/**
 * - `network`: a file could not be fetched; trying again may help.
 * - `integrity`: a file's sha256 is not what the program says; refused.
 * - `outdated`: the host has only a newer version of the app; the page must be reloaded.
 * - `signed-out`: the host wants to know who the viewer is.
 * - `unsupported`: this browser lacks something that Python needs.
 * - `timeout`: a stage did not finish within its deadline.
 * - `boot`: Python did not start for another reason.
 * - `crashed`: the worker died; `memory`: because memory ran out.
 * - `stopped`: ended by Stop or `dispose` together with its kernel.
 * - `ended`: the server ended the session, and the message says why.
 * - `idle`: put away because nobody used it for a time.
 * - `missing`: the file asked for is not there.
 * - `invalid`: the request itself was wrong.
 */
export type FaultCode =
  | "network"
  | "integrity"
  | "outdated"
  | "signed-out"
  | "unsupported"
  | "timeout"
  | "boot"
  | "crashed"
  | "memory"
  | "stopped"
  | "ended"
  | "idle"
  | "missing"
  | "invalid";

/** Either a value or a fault. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Wraps a value. */
export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a fault. */
export function failure(code: FaultCode, message: string, detail?: string): Outcome<never> {
  return { ok: false, fault: detail === undefined ? { code, message } : { code, message, detail } };
}
