/**
 * Who may embed a bundle, as its host's headers say it.
 * @module
 */
import { expect, it } from "vitest";
import { headerRules, headersFile, parseHeadersFile } from "../../../compiler/emit/headers.ts";

const of = (origins: readonly string[] | null): Record<string, string> =>
  Object.assign(
    {},
    ...headerRules({ allow: origins !== null, origins: origins ?? [] })
      .slice(0, 2)
      .map(([, one]) => one),
  );

it("lets nobody frame or fetch it unless the settings allow it", () => {
  expect(of(null)["Content-Security-Policy"]).toMatch(/; frame-ancestors 'self'$/);
  expect(of(null)["Access-Control-Allow-Origin"]).toBeUndefined();
});

it("lets whom the settings name", () => {
  expect(of([])["Content-Security-Policy"]).toMatch(/; frame-ancestors \*$/);
  expect(of([])["Access-Control-Allow-Origin"]).toBe("*");
  expect(of(["https://a.test"])["Content-Security-Policy"]).toMatch(/; frame-ancestors 'self' https:\/\/a\.test$/);
  expect(of(["https://a.test"])["Access-Control-Allow-Origin"]).toBe("https://a.test");
  // One header cannot name two.
  expect(of(["https://a.test", "https://b.test"])["Access-Control-Allow-Origin"]).toBe("*");
});

it("reads what it writes", () => {
  const embed = { allow: true, origins: ["https://a.test"] };
  expect(parseHeadersFile(headersFile(embed))).toEqual(headerRules(embed));
});
