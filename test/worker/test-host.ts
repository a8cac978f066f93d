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
  /** Where it listens, on loopback. */
  readonly port: number;
  /** A secret that signs the owner in; a new one each time. */
  ownerToken(): Promise<string>;
  /** Asks the registry itself. */
  sql(text: string, ...args: (string | number)[]): Promise<readonly Record<string, unknown>[]>;
  /** Does what the host does from time to time. */
  tidy(): Promise<void>;
  /** Everything logged so far. */
  log(): string;
  close(): Promise<void>;
}

/** The owner of the first workspace on every host under test. */
export const OWNER = "owner@localhost";

/** Lets this much time (ms) pass, by making everything in the registry that much older: no clock of a real host can be set. */
export async function pass(host: TestHost, millis: number): Promise<void> {
  for (const [table, columns] of [
    ["session", ["created", "expires"]],
    ["ticket", ["expires"]],
    ["blob", ["created"]],
    ["holder", ["created"]],
    ["upload", ["created"]],
  ] as const)
    await host.sql(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - ?1`).join(", ")}`, millis);
}
