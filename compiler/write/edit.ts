/**
 * What the editor asks to be written into the author's files.
 * @module
 */
import type { BlockEdit } from "./block-settings.ts";
import type { LayoutMove } from "./layout-edit.ts";
import type { YamlPath, YamlValue } from "./yaml-edit.ts";

export type Edit =
  | { readonly kind: "blocks"; readonly edits: readonly BlockEdit[] }
  /** What was dragged where. */
  | { readonly kind: "move"; readonly move: LayoutMove }
  /** One key of the app settings; `undefined` takes it out of the file. */
  | { readonly kind: "app"; readonly path: YamlPath; readonly value: YamlValue };
