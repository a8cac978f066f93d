/**
 * Which files of a bundle the browser's Python downloads, and when.
 * @module
 */
import type { BundleFile, PythonPlan } from "./kernel.ts";
import type { ImagePlan } from "./python-image.ts";

/** What a start needs: from the snapshot if there is one, else everything that imports may ask for. Work files are apart. */
export function filesToStart({ core, packages, image, snapshot }: PythonPlan): readonly BundleFile[] {
  if (!image) return [...core, ...packages];
  // The image has the engine's script packed.
  const common = [...core.filter(({ path }) => !path.endsWith(".asm.mjs")), image.engine, image.script, image.index];
  if (!snapshot) return [...common, ...image.groups.filter(({ kind }) => kind !== "sources")];
  const { own, ...shared } = snapshot;
  const parts = [
    shared.table,
    shared.layout,
    ...shared.memory,
    shared.libraries,
    own?.layout,
    ...(own?.memory ?? []),
    own?.libraries,
  ];
  return [...common, ...parts.filter((file) => file !== null && file !== undefined)];
}

/** What is downloaded only if Python asks for it. */
export function filesForLater(plan: PythonPlan): ImagePlan["groups"] {
  const start = new Set(filesToStart(plan).map(({ path }) => path));
  return (plan.image?.groups ?? []).filter(({ path }) => !start.has(path));
}
