/**
 * Links to files, parts of files and their names: what every host and the service worker agree on.
 * @module
 */
import { describe, expect, it } from "vitest";
import { byteRange } from "../../../compiler/contract/byte-range.ts";
import { attachment, mediaType } from "../../../compiler/contract/media-types.ts";
import { linkedFile, workPath } from "../../../compiler/contract/work-path.ts";

describe("byteRange", () => {
  it.each([
    [null, null],
    ["bytes=2-4", { first: 2, last: 4 }],
    ["bytes=2-", { first: 2, last: 9 }],
    ["bytes=-3", { first: 7, last: 9 }],
    ["bytes=-30", { first: 0, last: 9 }],
    ["bytes=2-400", { first: 2, last: 9 }],
    ["bytes=10-", "outside"],
    ["bytes=-0", "outside"],
    ["bytes=-00", "outside"],
    ["bytes=4-2", null],
    ["bytes=-", null],
    ["bytes=0-1,3-4", null],
    ["lines=1-2", null],
  ] as const)("%s of 10 bytes", (header, expected) => {
    expect(byteRange(header, 10)).toEqual(expected);
  });
});

describe("workPath", () => {
  it.each([
    ["a.csv", "a.csv"],
    ["/work/sub/a.csv", "sub/a.csv"],
    ["./sub//a.csv", "sub/a.csv"],
    ["Ämter/数据.csv", "Ämter/数据.csv"],
    ["...", "..."],
  ])("%s is a file", (text, path) => expect(workPath(text)).toBe(path));

  it.each([
    "",
    ".",
    "/",
    "..",
    "a/../b",
    "../a",
    "/etc/passwd",
    "/work",
    "/work/../a",
    "a\\..\\b",
    "a\0b",
    "a\nb",
    "sub/",
    "\ud800",
  ])("%j is none", (text) => expect(workPath(text)).toBeNull());
});

it("linkedFile knows both forms of a link, and leaves other links alone", () => {
  const base = new URL("https://a.example/apps/x/");
  const project = "8b1f1b0e-7f4b-4d49-9f5f-0f5b0f5b0f5b";
  const asked = (url: string) => linkedFile(new URL(url, base), base, project);
  expect(asked("file?path=a%20b.csv")).toBe("a b.csv");
  expect(asked(`/${project.toUpperCase()}/file?path=x`)).toBe("x");
  for (const url of [
    "other?path=x",
    "/file?path=x",
    "file",
    "https://b.example/apps/x/file?path=x",
    "/8b1f/file?path=x",
  ])
    expect(asked(url)).toBeNull();
});

it("attachment names a file in any script without breaking out of its header", () => {
  expect(attachment("a.csv")).toBe(`attachment; filename="a.csv"; filename*=UTF-8''a.csv`);
  expect(attachment('Ä"; x=\r\n.csv')).not.toMatch(/[\r\n]|Ä/);
  expect(attachment("it's (1).csv")).toContain("UTF-8''it%27s%20%281%29.csv");
});

it("mediaType goes by the last ending, in any case", () => {
  expect(mediaType("a.b/c.CSV")).toBe("text/csv; charset=utf-8");
  for (const name of ["a.csv/c", "a.unknown", "a.constructor", ".env", "Makefile"])
    expect(mediaType(name)).toBe("application/octet-stream");
});
