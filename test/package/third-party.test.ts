/**
 * Which licences let the package carry somebody's code, and what it says of them.
 * @module
 */
import { expect, it } from "vitest";
import { licenceProblems, mayPassOn, noticesText, packageFolder } from "../../third-party.ts";

it("passes on what its licence allows, by any of its alternatives", () => {
  for (const allowed of ["MIT", "(MPL-2.0 OR Apache-2.0)", "GPL-3.0 OR MIT", "MIT AND ISC"])
    expect(mayPassOn(allowed), allowed).toBe(true);
  for (const not of ["GPL-3.0", "AGPL-3.0-only", "MIT AND GPL-3.0", "UNLICENSED", "SEE LICENSE IN x", ""])
    expect(mayPassOn(not), not).toBe(false);
});

it("refuses a package that it may not pass on, and one without a text to pass on with it", () => {
  const one = { name: "one", version: "1.0.0", licence: "MIT", text: "Copyright One" };
  expect(licenceProblems([one])).toEqual([]);
  expect(
    licenceProblems([
      { ...one, licence: "GPL-3.0" },
      { ...one, text: "" },
    ]),
  ).toEqual([expect.stringContaining("GPL-3.0"), expect.stringContaining("no licence text")]);
});

it("says a text once for all packages that have it", () => {
  const text = "Copyright All";
  const notices = noticesText([
    { name: "a", version: "1.0.0", licence: "ISC", text },
    { name: "b", version: "2.0.0", licence: "ISC", text },
  ]);
  expect(notices.split(text)).toHaveLength(2);
  expect(notices).toContain("- a 1.0.0 (ISC)\n- b 2.0.0 (ISC)");
});

it("knows a module's package, also below another's and with a scope", () => {
  expect(packageFolder("/x/node_modules/a/node_modules/@s/b/dist/i.js")).toBe("/x/node_modules/a/node_modules/@s/b");
  expect(packageFolder("\0/x/node_modules/a/i.js?v=1")).toBe("/x/node_modules/a");
  expect(packageFolder("/x/src/i.ts")).toBeNull();
});
