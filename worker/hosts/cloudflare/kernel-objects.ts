/**
 * What the Worker and its Durable Objects ask of each other. Types only, so that neither imports the other.
 * @module
 */
import type { ServerProgram } from "../../../compiler/contract/server-program.ts";
import type { SlotRequest } from "../../kernels/slots.ts";

/** Which app's session this is, and whose. */
export interface SessionOrder {
  readonly app: string;
  readonly version: string;
  readonly server: ServerProgram;
  readonly viewer: string;
  /** How they came in: the app's link, and the hash of their session. */
  readonly entry: { readonly slug: string; readonly session: string };
}

/** One viewer's session; its `fetch` takes the page's WebSocket. */
export interface SessionCalls extends Rpc.DurableObjectBranded {
  /** Whether this is, or from now on becomes, the session of this order. Called before each connection. */
  take(order: SessionOrder): Promise<boolean>;
  /** Ends it, e.g. when its app was unpublished. */
  end(code: number, reason: string): Promise<void>;
}

/** The one object that counts all kernels. */
export interface SlotsCalls extends Rpc.DurableObjectBranded {
  /** How many are ahead of this session; `null` if it holds a place. */
  ask(request: SlotRequest & { readonly session: string }): Promise<number | null>;
  leave(session: string): Promise<void>;
  /** Sessions of an app that hold a place or wait for one. */
  sessionsOf(app: string): Promise<string[]>;
}
