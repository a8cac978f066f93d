/**
 * A server under test, whichever host runs it.
 * @module
 */
import type { Send } from "./http.ts";

export interface TestHost {
  readonly name: string;
  /** The main site. */
  readonly origin: string;
  /** Apps are at `<slug>.<appHost>`; `null` for the path form. */
  readonly appHost: string | null;
  readonly send: Send;
  /** A secret that signs the owner in; a new one each time. */
  ownerToken(): Promise<string>;
  /** Everything logged so far. */
  log(): string;
  close(): Promise<void>;
}

/** The owner of the first workspace on every host under test. */
export const OWNER = "owner@localhost";
