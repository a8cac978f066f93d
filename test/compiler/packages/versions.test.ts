/**
 * Versions and specifiers (PEP 440), against Python's `packaging` where it is there.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareVersions,
  isPrerelease,
  parseSpecifiers,
  parseVersion,
  satisfies,
  wantsPrerelease,
} from "../../../compiler/packages/versions.ts";
import { hasPackaging, packaging } from "./packaging.ts";

/** The order of the specification's own summary. */
const ORDER =
  "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.1".split(
    " ",
  );

const number = fc.nat(12);
const version = fc
  .record({
    epoch: fc.option(fc.nat(2)),
    release: fc.array(number, { minLength: 1, maxLength: 4 }),
    pre: fc.option(fc.tuple(fc.constantFrom("a", "b", "rc", "alpha", "-c", ".beta", "_pre"), fc.option(number))),
    post: fc.option(fc.tuple(fc.constantFrom(".post", "-r", "post", "-"), number)),
    dev: fc.option(number),
    local: fc.option(fc.array(fc.constantFrom("abc", "1", "07", "x2"), { minLength: 1, maxLength: 3 })),
  })
  .map(
    ({ epoch, release, pre, post, dev, local }) =>
      (epoch === null ? "" : `${epoch}!`) +
      release.join(".") +
      (pre === null ? "" : pre[0] + (pre[1] ?? "")) +
      (post === null ? "" : post.join("")) +
      (dev === null ? "" : `.dev${dev}`) +
      (local === null ? "" : `+${local.join(".")}`),
  );

describe("versions", () => {
  it("are ordered as the specification says", () => {
    const shuffled = [...ORDER].reverse();
    shuffled.sort((one, other) => compareVersions(parseVersion(one)!, parseVersion(other)!));
    expect(shuffled).toEqual(ORDER);
  });

  it.each(["1.0-1", "v1.0", "1.0.0rc", "1.0-alpha.1", " 1.2 "])("%j is one", (text) => {
    expect(parseVersion(text)).not.toBeNull();
  });

  it.each(["", "latest", "1..0", "1.0-", "1.0+", "1.0*"])("%j is none", (text) => {
    expect(parseVersion(text)).toBeNull();
  });

  it.runIf(hasPackaging)("compare as in Python", () => {
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 800, seed: 440 });
    const expected = packaging(pairs.map(([one, other]) => ["order", one, other]));
    for (const [index, [one, other]] of pairs.entries())
      expect(Math.sign(compareVersions(parseVersion(one)!, parseVersion(other)!)), `${one} and ${other}`).toBe(
        expected[index],
      );
  });
});

describe("specifiers", () => {
  it.each([
    [">=1.2,<2", "1.9", true],
    [">=1.2,<2", "2.0", false],
    ["~=1.4.2", "1.4.9", true],
    ["~=1.4.2", "1.5", false],
    ["==1.4.*", "1.4.0.post1", true],
    ["!=1.4.*", "1.4.1", false],
    ["<1.0", "1.0rc1", false],
    [">1.0", "1.0.post1", false],
    ["==1.0", "1.0+local", true],
    ["===1.0+x", "1.0+x", true],
    ["", "5", true],
  ])("%s takes %s: %s", (clause, text, expected) => {
    expect(satisfies(parseVersion(text)!, parseSpecifiers(clause)!)).toBe(expected);
  });

  it.each([">>1", "1.0", ">=x", ">=1.0 <2"])("%j is none", (text) => {
    expect(parseSpecifiers(text)).toBeNull();
  });

  it.runIf(hasPackaging)("hold as in Python", () => {
    const plain = version.map((text) => text.replace(/\+.*/, ""));
    const release = fc.array(number, { minLength: 2, maxLength: 3 }).map((parts) => parts.join("."));
    const clause = fc.oneof(
      fc.tuple(fc.constantFrom("==", "!=", "<=", ">=", "<", ">"), plain).map((parts) => parts.join("")),
      fc.tuple(fc.constantFrom("==", "!="), release).map(([operator, text]) => `${operator}${text}.*`),
      release.map((text) => `~=${text}`),
    );
    const cases = fc.sample(fc.tuple(version, clause), { numRuns: 1500, seed: 440 });
    const expected = packaging(cases.map((one) => ["satisfies", ...one]));
    for (const [index, [text, clauses]] of cases.entries())
      expect(satisfies(parseVersion(text)!, parseSpecifiers(clauses)!), `${text} and ${clauses}`).toBe(expected[index]);
  });

  it("name a pre-release, which may then be taken", () => {
    const wants = (text: string) => wantsPrerelease(parseSpecifiers(text)!);
    expect([wants(">=2.0b1"), wants("==2.0.dev1"), wants(">=2.0"), wants("<2.0b1")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(["1.0a1", "1.0.dev1", "1.0.post1", "1.0"].map((text) => isPrerelease(parseVersion(text)!))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
