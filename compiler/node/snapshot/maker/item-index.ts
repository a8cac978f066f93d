/**
 * The index of a compiled item, which lies beside its groups `<kind>.zst`.
 * @module
 */
import type { GroupKind } from "../../../contract/python-image.ts";

export interface ItemIndex {
  /** Absolute folder in Python's file system. */
  readonly root: string;
  /** Uncompressed bytes of each group. */
  readonly sizes: Readonly<Record<GroupKind, number>>;
  /** Uncompressed bytes of `engine.zst`, which lies beside the standard library. */
  readonly engine?: number;
  readonly files: readonly (readonly [path: string, kind: GroupKind, offset: number, size: number])[];
}
