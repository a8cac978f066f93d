/**
 * The compiler's public API: pure, for any JavaScript engine. Files and downloads are the shell's (`notebook-app/compiler`).
 * @module
 */
export { type Analysis, analyze } from "./analyze/analyze.ts";
export { type Compiled, compile } from "./compile.ts";
export { type ProjectId, projectId } from "./contract/ids.ts";
export type { Diagnostic, Place } from "./diagnostics/diagnostic.ts";
export type { Document } from "./document.ts";
export type { EditorBlock, EditorState } from "./editor-state.ts";
export type { BundleEntry } from "./emit/bundle-entries.ts";
export { type Examined, examine } from "./examine.ts";
export type { ExampleFile, Explanation } from "./explain/explanation.ts";
export { EXPLANATIONS } from "./explain/explanations.ts";
export type { DistributionPackage, PackageIndex } from "./packages/index-types.ts";
export { UNPREPARED } from "./packages/prepared-python.ts";
export { type NotebookSource, readNotebook } from "./read/notebook.ts";
export type { ReadResult } from "./read/result.ts";
export type { CompileRequest, SourceFile } from "./request.ts";
export { type AppSettings, parseSettings } from "./settings.ts";
export { SETTINGS, type SettingSchema, settingsSchema } from "./settings-schema.ts";
export type { Edit } from "./write/edit.ts";
