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
  /** Uncompressed bytes of `engine.zst` and `script.zst`, which lie beside the standard library. */
  readonly core?: { readonly engine: number; readonly script: number };
  readonly files: readonly (readonly [path: string, kind: GroupKind, offset: number, size: number])[];
}
