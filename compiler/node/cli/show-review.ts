/**
 * Shows what would be published, before anything leaves the machine.
 * @module
 */
import type { Access } from "../../contract/api.ts";
import type { NamedBlock, Review } from "../../publish/review.ts";
import { colors } from "./colors.ts";
import { bytesText, sizesByPart } from "./report.ts";

/** Entries of a list that are shown; `--json` gives all. */
const SHOWN = 12;

/** Who may open an app. */
export const WHO: Record<Access, string> = {
  workspace: "members of the workspace and collaborators, signed in",
  link: "anyone who has the link; listed nowhere",
  public: "everyone; listed on the workspace's public page and found by search engines",
};

/** The paragraphs, for standard error. */
export function reviewText(review: Review): string {
  const { app, access, files, workFiles, ignored, hidden, added, kept, secrets, suspectFiles } = review;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const parts = Object.entries(sizesByPart({ files })).filter(([, size]) => size > 0);
  return [
    `${colors.bold("What will be published")}  ${files.length} files, ${bytesText(bytes)}`,
    colors.dim(`  ${parts.map(([part, size]) => `${part} ${bytesText(size)}`).join("  ·  ")}`),
    accessText(app?.access ?? null, access),
    ...section("Work files", workFiles, ({ path, size }) => `${path.slice("work/".length)}  ${bytesText(size)}`),
    ...section("Left out by .appignore", ignored, (path) => path),
    ...section("Hidden, but sent with the app", hidden, blockText),
    ...section("New blocks", added, blockText),
    ...section("Shown as in the published version, as the copy does not say", kept, blockText),
    ...section(colors.yellow("Looks like a secret"), [...secrets, ...suspectFiles], (found) =>
      "place" in found
        ? [found.place.blockTitle, found.place.line && `line ${found.place.line}`, found.message]
            .filter(Boolean)
            .join(", ")
        : `${found.path}${found.line === null ? "" : `, line ${found.line}`}: ${found.what}`,
    ),
  ].join("\n");
}

function accessText(before: Access | null, now: Access | null): string {
  const will = now ?? "workspace";
  const change = before !== null && before !== will ? `${before} → ` : "";
  return `  access  ${change}${colors.bold(will)}: ${WHO[will]}`;
}

function blockText({ title, text }: NamedBlock): string {
  return text === "" ? title : `${title}  ${colors.dim(text)}`;
}

function section<T>(title: string, items: readonly T[], text: (item: T) => string): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, SHOWN).map((item) => `    ${text(item)}`);
  const more = items.length > SHOWN ? [`    … and ${items.length - SHOWN} more`] : [];
  return [`  ${title} (${items.length})`, ...shown, ...more];
}
