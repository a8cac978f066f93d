/**
 * Requirements (PEP 508), their markers, and wheels' names.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markerHolds, normalizeName, parseRequirement } from "../../../compiler/packages/requirements.ts";
import { parseWheelName } from "../../../compiler/packages/wheel-name.ts";
import { hasPackaging, packaging } from "./packaging.ts";

describe("a requirement", () => {
  it.each([
    ["pandas", { name: "pandas", extras: [], marker: null }],
    ["Zope.Interface >= 5", { name: "zope-interface" }],
    ["requests[socks, Use_Chardet]~=2.0", { name: "requests", extras: ["socks", "use-chardet"] }],
    [
      "a (>=1,<2)",
      {
        name: "a",
        specifiers: [
          { operator: ">=", version: "1" },
          { operator: "<", version: "2" },
        ],
      },
    ],
    ["a>=1; python_version < '3.9'", { name: "a", marker: "python_version < '3.9'" }],
  ])("%s", (text, expected) => {
    expect(parseRequirement(text)).toMatchObject(expected);
  });

  it.each(["", "-r other.txt", "pandas >> 2", "a b", "https://example.com/a.whl"])(
    "%j is none, and says so",
    (text) => {
      expect(parseRequirement(text)).toMatch(/is no (requirement|version specifier)/);
    },
  );

  it("with a URL says what to do instead", () => {
    expect(parseRequirement("a @ https://example.com/a.whl")).toMatch(/--wheels/);
  });

  it("is named as PEP 503 says", () => {
    expect(["Foo.Bar", "foo__bar", "FOO-_.bar"].map(normalizeName)).toEqual(["foo-bar", "foo-bar", "foo-bar"]);
  });
});

/** Python in the browser, as `packaging` is told of it. */
const BROWSER = {
  os_name: "posix",
  sys_platform: "emscripten",
  platform_machine: "wasm32",
  platform_python_implementation: "CPython",
  platform_release: "",
  platform_system: "Emscripten",
  platform_version: "",
  python_version: "3.14",
  python_full_version: "3.14.2",
  implementation_name: "cpython",
  implementation_version: "3.14.2",
  extra: "",
};

describe("a marker", () => {
  it.each([
    [null, true],
    ["python_version >= '3.10'", true],
    ["python_version < '3.9'", false],
    ["'3.9' <= python_version", true],
    ["sys_platform == 'emscripten'", true],
    ["platform_system != 'Emscripten'", false],
    ["'win' in sys_platform", false],
    ["sys_platform not in 'win32 darwin'", true],
    ["python_version < '3' or (os_name == 'posix' and not_known == 'x')", false],
    ["extra == 'test'", false],
  ])("%s holds: %s", (marker, expected) => {
    expect(markerHolds(marker, [])).toBe(expected);
  });

  it("asks for an extra by its normalised name", () => {
    expect(markerHolds("extra == 'Use_X' and python_version > '3'", ["use-x"])).toBe(true);
    expect(markerHolds("extra == 'other'", ["use-x"])).toBe(false);
  });

  it.runIf(hasPackaging)("holds as in Python", () => {
    const atom = fc.oneof(
      fc
        .tuple(
          fc.constantFrom("python_version", "python_full_version", "implementation_version"),
          fc.constantFrom("<", "<=", ">", ">=", "==", "!=", "~="),
          fc.constantFrom("3.9", "3.14", "3.14.2", "4.0"),
        )
        .map(([left, operator, right]) => `${left} ${operator} '${right}'`),
      fc
        .tuple(
          fc.constantFrom("sys_platform", "os_name", "platform_machine", "implementation_name"),
          fc.constantFrom("==", "!=", "in", "not in"),
          fc.constantFrom("emscripten", "linux", "posix nt", "wasm32", "cpython"),
        )
        .map(([left, operator, right]) => `${left} ${operator} "${right}"`),
    );
    const { marker } = fc.letrec<{ marker: string }>((tie) => ({
      marker: fc.oneof(
        { maxDepth: 3 },
        atom,
        fc.tuple(tie("marker"), fc.constantFrom("and", "or"), tie("marker")).map((parts) => `(${parts.join(" ")})`),
        fc
          .tuple(atom, fc.constantFrom("and", "or"), atom, fc.constantFrom("and", "or"), atom)
          .map((parts) => parts.join(" ")),
      ),
    }));
    const cases = fc.sample(marker, { numRuns: 600, seed: 508 });
    const expected = packaging(cases.map((text) => ["marker", text, BROWSER]));
    for (const [index, text] of cases.entries()) expect(markerHolds(text, []), text).toBe(expected[index]);
  });
});

describe("a wheel's name", () => {
  it.each([
    ["six-1.17.0-py2.py3-none-any.whl", { name: "six", version: "1.17.0", pure: true, runs: true }],
    ["Foo_Bar-1.0-1-py3-none-any.whl", { name: "foo-bar", version: "1.0", pure: true, runs: true }],
    ["a-1-cp314-none-any.whl", { pure: true, runs: true }],
    ["numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl", { pure: false, runs: true }],
    ["x-1-cp311-abi3-pyemscripten_2026_0_wasm32.whl", { pure: false, runs: true }],
    ["x-1-cp313-cp313-pyodide_2025_0_wasm32.whl", { runs: false }],
    ["numpy-2.4.3-cp314-cp314-manylinux_2_28_x86_64.whl", { pure: false, runs: false }],
    ["old-1-py2-none-any.whl", { runs: false }],
  ])("%s", (fileName, expected) => {
    expect(parseWheelName(fileName)).toMatchObject(expected);
  });

  it.each(["six-1.17.0.tar.gz", "six.whl", ""])("%j is none", (fileName) => {
    expect(parseWheelName(fileName)).toBeNull();
  });
});
