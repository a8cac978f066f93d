/**
 * The code samples of the docs and of the README: every fence, with where it stands.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";

export interface Sample {
  /** File and line, to find it by. */
  readonly where: string;
  /** What the fence says it is, e.g. `python example`. */
  readonly kind: string;
  readonly text: string;
}

/** All samples. */
export function samples(): Sample[] {
  const files = ["README.md", ...readdirSync("site/docs").map((name) => `site/docs/${name}`)];
  return files.flatMap((file) =>
    new MarkdownIt()
      .parse(readFileSync(file, "utf8"), {})
      .filter(({ type }) => type === "fence")
      .map(({ info, content, map }) => ({ where: `${file}:${(map?.[0] ?? 0) + 1}`, kind: info.trim(), text: content })),
  );
}
