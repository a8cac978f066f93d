/**
 * App settings: `<notebook name>.app.yaml`, every key optional, made into a full value.
 * @module
 */
import type { ProjectId } from "./contract/ids.ts";
import type { PageSettings } from "./contract/program.ts";

/** Every app-wide setting, defaults filled in. SPEC section 2 says what each means. */
export interface AppSettings extends PageSettings {
  /** `null` until the first build writes one back. */
  readonly project: ProjectId | null;
  /** `null` takes the notebook's own. */
  readonly title: string | null;
  readonly description: string | null;
  readonly runtime: "auto" | "browser" | "server";
  readonly image: string | null;
  /** PEP 508. */
  readonly packages: readonly string[];
  readonly prerun: "none" | "imports" | "all";
  /** Folder of the work files relative to the notebook; `null` takes `work/` if it is there. */
  readonly files: string | null;
  readonly embed: { readonly allow: boolean; readonly origins: readonly string[] };
}
