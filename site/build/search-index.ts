/**
 * The search's index: one entry for each section of the docs and each app of the gallery.
 * @module
 */
import MiniSearch from "minisearch";
import { SEARCH_OPTIONS } from "../scripts/search-options.ts";
import type { BuiltExample } from "./apps.ts";
import type { Doc } from "./docs.ts";

/** The text of `assets/search.json`. URLs in it are relative to the site's root. */
export function searchIndex(docs: readonly Doc[], examples: readonly BuiltExample[]): string {
  const index = new MiniSearch(SEARCH_OPTIONS);
  const sections = docs.flatMap(({ name, title: page, sections: all }) =>
    all.map(({ title, anchor, text }) => ({
      page,
      title,
      text,
      excerpt: text.slice(0, 140),
      url: `docs/${name}.html${anchor === "" ? "" : `#${anchor}`}`,
    })),
  );
  const apps = examples.map(({ name, title, description, shows }) => ({
    page: "Gallery",
    title,
    text: `${description} ${shows}`,
    excerpt: description,
    url: `apps/${name}/index.html`,
  }));
  index.addAll([...sections, ...apps].map((one, id) => ({ id, ...one })));
  return JSON.stringify(index);
}
