/**
 * What a publishing server did not do, in words for the author.
 * @module
 */
import type { ApiCode } from "../../contract/api.ts";

/** Ends the command. The message says what happened and what to do; no token is in it. */
export class ServerError extends Error {
  override readonly name: string = "ServerError";
  /** `unreachable`: no answer, or none that makes sense. */
  readonly code: ApiCode | "unreachable";
  /** For `missing-blobs`. */
  readonly missing: readonly string[];

  constructor(
    code: ApiCode | "unreachable",
    message: string,
    { missing = [], ...options }: ErrorOptions & { readonly missing?: readonly string[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.missing = missing;
  }
}
