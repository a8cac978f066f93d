/**
 * From imports and requirements to one wheel each.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { Diagnostic, Place } from "../../../compiler/diagnostics/diagnostic.ts";
import { distributionLock } from "../../../compiler/node/wheel-sources/distribution.ts";
import { impliedPackages, originOf } from "../../../compiler/packages/modules.ts";
import { resolvePackages } from "../../../compiler/packages/resolve.ts";
import { fakeIndex, type IndexContents } from "../../doubles/fake-index.ts";

const NATIVE = "cp314-cp314-pyemscripten_2026_0_wasm32.whl";
const PURE = "py3-none-any.whl";
const place: Place = { file: "n.ipynb", blockTitle: "block 3" };

interface Wanted {
  readonly imports?: readonly string[];
  readonly optional?: readonly string[];
  readonly requirements?: readonly string[];
  readonly local?: readonly string[];
}

async function resolve(
  contents: IndexContents,
  { imports = [], optional = [], requirements = [], local = [] }: Wanted,
) {
  const { lock, diagnostics } = await resolvePackages({
    imports: [
      ...imports.map((module) => ({ module, place })),
      ...optional.map((module) => ({ module, place, optional: true })),
    ],
    requirements: requirements.map((text) => ({ text, place })),
    localModules: local,
    index: fakeIndex(contents),
  });
  return {
    lock,
    diagnostics,
    names: lock?.packages.map(({ name, version, source }) => `${name} ${version} ${source}`),
  };
}

const only = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }): Diagnostic => {
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0]!;
};

const basics: IndexContents = {
  distribution: {
    [`numpy-2.0-${NATIVE}`]: {},
    [`pandas-3.0-${NATIVE}`]: { depends: ["numpy", "python-dateutil"] },
    [`python_dateutil-2.9-${PURE}`]: { depends: ["six"], imports: ["dateutil"] },
    [`six-1.17-${PURE}`]: {},
  },
  index: {
    [`rich-14.0-${PURE}`]: ["pygments<3,>=2", "extra-thing; extra == 'jupyter'"],
    [`pygments-2.19-${PURE}`]: [],
  },
};

describe("imports and requirements", () => {
  it("become wheels with all they need, dependencies first", async () => {
    const { names, lock, diagnostics } = await resolve(basics, { imports: ["pandas", "json", "pandas.plotting"] });
    expect(diagnostics).toEqual([]);
    expect(names).toEqual([
      "numpy 2.0 distribution",
      "six 1.17 distribution",
      "python-dateutil 2.9 distribution",
      "pandas 3.0 distribution",
    ]);
    expect(lock?.packages.at(-1)?.depends).toEqual(["numpy", "python-dateutil"]);
    expect(lock?.packages.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  });

  it("come from the index where the distribution has nothing, without extras nobody asked for", async () => {
    expect((await resolve(basics, { imports: ["rich"] })).names).toEqual(["pygments 2.19 index", "rich 14.0 index"]);
  });

  it("give the same lock whatever their order", async () => {
    const one = await resolve(basics, { imports: ["rich", "pandas"], requirements: ["numpy>=1"] });
    const other = await resolve(basics, { imports: ["pandas", "rich"], requirements: ["numpy>=1"] });
    expect(one.lock).toEqual(other.lock);
  });

  it("need nothing for the project's own modules and Python's library", async () => {
    expect(
      (await resolve({}, { imports: ["helpers.tools", "json", "IPython.display"], local: ["helpers"] })).lock,
    ).toEqual({
      pyodide: "314.0.0",
      packages: [],
    });
  });

  it("leave out what a marker excludes", async () => {
    expect((await resolve(basics, { requirements: ["nothing; sys_platform == 'win32'"] })).names).toEqual([]);
  });
});

describe("the source of a wheel", () => {
  const six = { distribution: { [`six-1.17-${PURE}`]: {} }, index: { [`six-1.20-${PURE}`]: [] } };

  it("is a local folder before the distribution", async () => {
    const contents = { ...six, folder: { [`six-1.15-${PURE}`]: [] } };
    expect((await resolve(contents, { imports: ["six"] })).names).toEqual(["six 1.15 folder"]);
  });

  it("is the distribution before the index, though the index has a newer version", async () => {
    expect((await resolve(six, { imports: ["six"] })).names).toEqual(["six 1.17 distribution"]);
  });

  it("is the index where a requirement excludes the distribution's version of a pure package", async () => {
    expect((await resolve(six, { requirements: ["six>=1.18"] })).names).toEqual(["six 1.20 index"]);
  });

  it("is the index where no place has the distribution's file", async () => {
    const contents = { ...six, missing: [`six-1.17-${PURE}`] };
    expect((await resolve(contents, { imports: ["six"] })).names).toEqual(["six 1.20 index"]);
  });
});

describe("of the index's files", () => {
  it("the newest that runs is taken: no yanked, pre-release, other Python's or other machine's", async () => {
    const contents: IndexContents = {
      index: {
        [`x-1.0-${PURE}`]: [],
        [`x-1.5-${PURE}`]: { requiresPython: "<3.9" },
        [`x-2.0-${PURE}`]: { yanked: true },
        [`x-3.0rc1-${PURE}`]: [],
        "x-4.0-cp314-cp314-manylinux_2_28_x86_64.whl": [],
        "x-5.0.tar.gz": [],
      },
    };
    expect((await resolve(contents, { imports: ["x"] })).names).toEqual(["x 1.0 index"]);
    expect((await resolve(contents, { requirements: ["x>=3.0rc1"] })).names).toEqual(["x 3.0rc1 index"]);
  });

  it("an older one is taken where the newest does not go with the rest", async () => {
    const contents: IndexContents = {
      index: {
        [`a-2.0-${PURE}`]: ["c<2"],
        [`a-1.0-${PURE}`]: ["c"],
        [`b-1.0-${PURE}`]: ["c>=2"],
        [`c-1.0-${PURE}`]: [],
        [`c-2.0-${PURE}`]: [],
      },
    };
    expect((await resolve(contents, { requirements: ["a", "b"] })).names).toEqual([
      "c 2.0 index",
      "a 1.0 index",
      "b 1.0 index",
    ]);
  });

  it("what a package needs and nothing has ends the search, however many ways there are to choose the others", async () => {
    const versions = [1, 2, 3, 4, 5, 6];
    const others = Array.from({ length: 12 }, (_, at) => `other${at}`);
    const index = Object.fromEntries([
      ...others.flatMap((name) => versions.map((version) => [`${name}-${version}.0-${PURE}`, []])),
      ...versions.map((version) => [`last-${version}.0-${PURE}`, ["nowhere>=1"]]),
    ]);
    const found = only(await resolve({ index }, { imports: [...others, "last"] }));
    expect(found.message).toContain("nowhere");
  });

  it("packages that need each other are no trouble", async () => {
    const contents: IndexContents = { index: { [`a-1-${PURE}`]: ["b"], [`b-1-${PURE}`]: ["a"] } };
    expect((await resolve(contents, { imports: ["a"] })).names).toHaveLength(2);
  });

  it("an extra brings its own requirements", async () => {
    const contents: IndexContents = { index: { [`a-1-${PURE}`]: ["b; extra == 'more'"], [`b-1-${PURE}`]: [] } };
    expect((await resolve(contents, { requirements: ["a[more]"] })).names).toHaveLength(2);
    expect((await resolve(contents, { requirements: ["a"] })).names).toHaveLength(1);
  });
});

describe("what cannot be had", () => {
  it("is named with its import, its block and the way out", async () => {
    const found = only(
      await resolve(
        { index: { "tensorflow-2.0-cp314-cp314-manylinux_2_28_x86_64.whl": [] } },
        { imports: ["tensorflow"] },
      ),
    );
    expect(found).toMatchObject({ code: "no-browser-wheel", severity: "error", place });
    expect(found.message).toContain("'tensorflow'");
    expect(found.help).toContain("runtime: server");
  });

  it("is told from what nobody knows", async () => {
    const found = only(await resolve({}, { imports: ["pandsa"] }));
    expect(found).toMatchObject({ code: "unknown-package", place });
    expect(found.help).toContain("work folder");
  });

  it("is no error where the block copes without it", async () => {
    const { lock, diagnostics } = await resolve({}, { optional: ["cupy"] });
    expect(diagnostics).toMatchObject([{ code: "unknown-package", severity: "warning" }]);
    expect(lock?.packages).toEqual([]);
  });

  it("is a module that no browser has", async () => {
    expect(only(await resolve({}, { imports: ["tkinter"] }))).toMatchObject({ code: "module-not-in-browser", place });
  });

  it("is a version that contradicts another, both named", async () => {
    const contents: IndexContents = {
      index: { [`a-1-${PURE}`]: ["c<2"], [`b-1-${PURE}`]: ["c>=2"], [`c-1-${PURE}`]: [], [`c-2-${PURE}`]: [] },
    };
    const found = only(await resolve(contents, { requirements: ["a", "b"] }));
    expect(found).toMatchObject({ code: "no-version", place });
    expect(found.message).toMatch(/'c'.*(c<2|c>=2)/);
  });

  it("is a version that nothing has", async () => {
    const found = only(await resolve(basics, { requirements: ["numpy>=9"] }));
    expect(found).toMatchObject({ code: "no-version", message: expect.stringContaining("numpy>=9") });
  });

  it("is a requirement that is none", async () => {
    expect(only(await resolve({}, { requirements: ["a >> 2"] }))).toMatchObject({ code: "bad-requirement", place });
  });
});

describe("an import's package", () => {
  const lock = distributionLock();
  const name = (module: string) => {
    const origin = originOf(module, lock, new Set());
    return origin.kind === "package" ? origin.name : origin.kind;
  };

  it.each([
    ["sklearn.linear_model", "scikit-learn"],
    ["PIL", "pillow"],
    ["yaml", "pyyaml"],
    ["bs4", "beautifulsoup4"],
    ["dateutil", "python-dateutil"],
    ["mpl_toolkits.mplot3d", "matplotlib"],
    ["pandas", "pandas"],
    ["os.path", "present"],
    ["turtle", "absent"],
    ["never_heard_of", "never-heard-of"],
  ])("%s is of %s", (module, expected) => {
    expect(name(module)).toBe(expected);
  });

  it("may imply others, by the attributes that code names", () => {
    expect(impliedPackages(new Set(["pandas"]), new Set(["style", "plot", "read_excel"]))).toEqual([
      "jinja2",
      "matplotlib",
      "openpyxl",
    ]);
    expect(impliedPackages(new Set(["tqdm"]), new Set(["auto", "tqdm"]))).toEqual(["ipywidgets"]);
    expect(impliedPackages(new Set(["numpy"]), new Set(["style"]))).toEqual([]);
  });
});
