/**
 * Where a person may be sent after signing in.
 * @module
 */
import { expect, it } from "vitest";
import { returnAddress } from "../../../worker/sign-in/return-address.ts";

it("keeps paths of the same origin", () => {
  for (const to of ["/", "/a/x/", "/device?code=BCDF-GHJK", "/hand-over?app=x&to=%2F%2Fevil.test", "/a#b"])
    expect(returnAddress(to)).toBe(to);
});

it("keeps nothing that a browser could take for another place", () => {
  for (const to of [
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https://evil.test",
    "javascript:x",
    "",
    "a",
    "/\t/evil.test",
    "/\n",
    `/${"x".repeat(5000)}`,
    undefined,
  ])
    expect(new URL(returnAddress(to, "/home"), "https://own.test").href).toBe("https://own.test/home");
});
