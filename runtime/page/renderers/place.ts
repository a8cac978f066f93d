/**
 * Where an output stands, for renderers that ask the kernel.
 * @module
 */
import type { BlockId } from "../../../compiler/contract/ids.ts";
import type { Live } from "../live.ts";

export interface Place {
  readonly live: Live;
  /** The block whose output it is. */
  readonly block: BlockId;
}
