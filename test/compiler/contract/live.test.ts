/**
 * Questions that come over a network: what is no question is refused.
 * @module
 */
import { describe, expect, it } from "vitest";
import { parseQuestion } from "../../../compiler/contract/live.ts";

const view = { sort: { column: 1, descending: false }, filter: "x" };
const rows = { kind: "table-rows", block: "a", object: "t1", view, start: 0, count: 100 };

describe("parseQuestion", () => {
  it.each([
    rows,
    { ...rows, view: { sort: null, filter: "" } },
    { kind: "table-file", block: "a", object: "t1", view, format: "csv" },
    { kind: "widget-state", block: "a", object: "0f-3", state: { value: 3 } },
    { kind: "widget-event", block: "a", object: "0f-3", content: { event: "click" } },
  ])("takes %j", (question) => expect(parseQuestion(question)).toEqual(question));

  it.each([
    null,
    [],
    { ...rows, kind: "run" },
    { ...rows, object: "../x" },
    { ...rows, object: 3 },
    { ...rows, count: 1001 },
    { ...rows, start: -1 },
    { ...rows, view: { sort: { column: "a", descending: true }, filter: "" } },
    { ...rows, view: { sort: null } },
    { kind: "table-file", block: "a", object: "t1", view, format: "exe" },
    { kind: "widget-state", block: "a", object: "w", state: [] },
    { kind: "widget-event", block: "a", object: "w" },
    { kind: "widget-event", object: "w", content: null },
  ])("refuses %j", (question) => expect(parseQuestion(question)).toBeNull());
});
