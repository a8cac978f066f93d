/**
 * One value changes, everything else stays: compared with what the YAML library itself understands of the text.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseDocument, stringify } from "yaml";
import { getYaml, setYaml, type YamlValue } from "../../../compiler/write/yaml-edit.ts";

const FILE = `# The app of the sales team
title: "Sales"   # shown on top
access: link

embed:
  allow: true # partners
  origins:
    - https://example.com
packages: [pandas, 'numpy>=2']
`;

describe("setting", () => {
  it("replaces a value and keeps its comment", () => {
    expect(setYaml(FILE, ["access"], "public")).toBe(FILE.replace("access: link", "access: public"));
    expect(setYaml(FILE, ["title"], "Costs")).toBe(FILE.replace('"Sales"', "Costs"));
    expect(setYaml(FILE, ["embed", "allow"], false)).toBe(FILE.replace("allow: true", "allow: false"));
  });

  it("adds a key at the end of its map", () => {
    expect(setYaml(FILE, ["hideCode"], true)).toBe(`${FILE}hideCode: true\n`);
    expect(setYaml("embed:\n  allow: true\ntitle: x\n", ["embed", "origins"], ["a"])).toBe(
      "embed:\n  allow: true\n  origins: [a]\ntitle: x\n",
    );
  });

  it("adds to flow maps, empty ones and ones with a key", () => {
    expect(setYaml("- {id: a, metadata: {}}\n", [0, "metadata", "x"], true)).toBe("- {id: a, metadata: {x: true}}\n");
    expect(setYaml("m: { a: 1 }\n", ["m", "b"], "two, three")).toBe('m: { a: 1, b: "two, three" }\n');
  });

  it("makes maps that are missing", () => {
    expect(setYaml("title: x\n", ["embed", "allow"], true)).toBe("title: x\nembed: {allow: true}\n");
    expect(setYaml("title: x\nembed:\n", ["embed", "allow"], true)).toBe("title: x\nembed: {allow: true}\n");
    expect(setYaml("", ["title"], "x")).toBe("title: x\n");
    expect(setYaml("# only a comment", ["title"], "x")).toBe("# only a comment\ntitle: x\n");
  });

  it("replaces lists and block scalars", () => {
    expect(setYaml(FILE, ["embed", "origins"], [])).toContain("  origins:\n    []\npackages");
    expect(setYaml("a: |\n  long\n  text\nb: 1\n", ["a"], "short")).toBe("a: short\nb: 1\n");
  });

  it("keeps a file's own line ends", () => {
    expect(setYaml("a: 1\r\nb: 2\r\n", ["c"], 3)).toBe("a: 1\r\nb: 2\r\nc: 3\r\n");
  });

  it("refuses what is no map", () => {
    expect(setYaml("embed: yes\n", ["embed", "allow"], true)).toBeNull();
  });
});

describe("taking away", () => {
  it("removes the key's lines only", () => {
    expect(setYaml(FILE, ["access"], undefined)).toBe(FILE.replace("access: link\n", ""));
    expect(setYaml("m: {a: 1, b: 2}\n", ["m", "a"], undefined)).toBe("m: {b: 2}\n");
    expect(setYaml("m: {a: 1, b: 2}\n", ["m", "b"], undefined)).toBe("m: {a: 1}\n");
    expect(setYaml("- a: 1\n  b: 2\n", [0, "a"], undefined)).toBe("- b: 2\n");
    expect(setYaml("m:\n  a: 1\nn: 2\n", ["m", "a"], undefined)).toBe("m:\n  {}\nn: 2\n");
  });

  it("leaves a text without the key alone", () => {
    expect(setYaml(FILE, ["theme"], undefined)).toBe(FILE);
  });
});

const scalar = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constantFrom(
    "yes",
    "null",
    "1",
    "# no",
    "a: b",
    "- x",
    "line\nline",
    "ends with space ",
    "it's",
    '"',
    "{}",
    "[,]",
  ),
);
const tree = fc.letrec((tie) => ({
  map: fc.dictionary(fc.constantFrom("a", "b", "c d", "e"), tie("value"), { maxKeys: 4 }),
  list: fc.array(tie("value"), { maxLength: 3 }),
  value: fc.oneof({ depthSize: "small" }, scalar, tie("map"), tie("list")),
}));

function setIn(root: unknown, path: readonly string[], value: YamlValue): unknown {
  const [key = "", ...rest] = path;
  const copy: Record<string, unknown> = { ...(root as Record<string, unknown>) };
  if (rest.length > 0) copy[key] = setIn(copy[key] ?? {}, rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

it("gives what setting it in the data would give, in any document", () => {
  fc.assert(
    fc.property(
      tree.map.filter((map) => Object.keys(map as object).length > 0),
      fc.constantFrom(["a"], ["e"], ["b", "a"], ["c d", "x"]),
      fc.oneof(scalar, fc.array(fc.string(), { maxLength: 3 })),
      fc.record({ flow: fc.boolean(), indent: fc.constantFrom(2, 4) }),
      (data, path, value, { flow, indent }) => {
        const text = stringify(data, { indent, collectionStyle: flow ? "flow" : "block", lineWidth: 0 });
        fc.pre(parseDocument(text).errors.length === 0);
        const changed = setYaml(text, path, value);
        if (changed === null) return;
        expect(parse(changed)).toEqual(setIn(parse(text), path, value));
        expect(getYaml(changed, path)).toEqual(value);
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
});

it("takes away what it set, in any document", () => {
  fc.assert(
    fc.property(
      tree.map.filter((map) => Object.keys(map as object).length > 0),
      scalar,
      (data, value) => {
        const text = stringify(data, { lineWidth: 0 });
        const changed = setYaml(text, ["new"], value);
        expect(changed === null ? null : setYaml(changed, ["new"], undefined)).toBe(text);
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});
