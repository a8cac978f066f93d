/**
 * How the index is made and asked: the site's build and its pages must agree.
 * @module
 */
import type { Options } from "minisearch";

export const SEARCH_OPTIONS: Options = {
  fields: ["title", "page", "text"],
  storeFields: ["title", "page", "url", "excerpt"],
  searchOptions: { prefix: true, fuzzy: 0.15, combineWith: "AND", boost: { title: 4, page: 2 } },
};
