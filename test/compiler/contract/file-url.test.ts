/**
 * Which URL a page asks for a file of its bundle.
 * @module
 */
import { describe, expect, it } from "vitest";
import { askedVersion, fileUrl, isVersion } from "../../../compiler/contract/file-url.ts";

const sha256 = "0123456789abcdef".repeat(4);

describe("a file's URL", () => {
  it("names the version of what keeps its name", () => {
    expect(fileUrl({ path: "app.json", sha256 })).toBe("app.json?v=0123456789abcdef");
    expect(fileUrl({ path: "work/a/b.csv", sha256 })).toBe("work/a/b.csv?v=0123456789abcdef");
  });

  it("leaves content-addressed paths alone", () => {
    expect(fileUrl({ path: "rt/py-314/pyodide.mjs", sha256 })).toBe("rt/py-314/pyodide.mjs");
  });

  it("reaches files of any name", () => {
    for (const name of ["50% off?.csv", "a#b.txt", "naïve 文.csv", "a&v=0000000000000000.csv", "it's.csv"]) {
      const url = new URL(fileUrl({ path: `work/${name}`, sha256 }), "https://example.test/app/");
      expect(decodeURIComponent(url.pathname)).toBe(`/app/work/${name}`);
      expect(url.hash).toBe("");
      expect(askedVersion(url.href)).toBe("0123456789abcdef");
    }
  });
});

describe("the version that a URL asks for", () => {
  it("is what fileUrl wrote, or none", () => {
    expect(askedVersion(`https://x.test/${fileUrl({ path: "app.json", sha256 })}`)).toBe("0123456789abcdef");
    expect(askedVersion("https://x.test/app.json?n=1&v=0123456789abcdef#top")).toBe("0123456789abcdef");
    for (const url of [
      "app.json",
      "app.json?v=",
      "app.json?v=xyz",
      "app.json?v=0123456789ABCDEF",
      "app.json?vv=0123456789abcdef",
    ])
      expect(askedVersion(url)).toBeNull();
  });

  it("is met by that content only", () => {
    expect(isVersion("0123456789abcdef", sha256)).toBe(true);
    expect(isVersion("0123456789abcdee", sha256)).toBe(false);
  });
});
