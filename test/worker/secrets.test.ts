/**
 * Secrets: how they are compared, and that they cannot be guessed.
 * @module
 */
import { describe, expect, it, vi } from "vitest";
import { newSecret, newSlug, newUserCode, sameSecret } from "../../worker/secrets.ts";

describe("sameSecret", () => {
  it("says whether two are equal", async () => {
    const secret = newSecret();
    expect(await sameSecret(secret, `${secret}`)).toBe(true);
    for (const other of ["", secret.slice(1), `${secret}x`, secret.toLowerCase(), newSecret()])
      expect(await sameSecret(secret, other), other).toBe(false);
  });

  it("never compares the secrets themselves, which would take longer the more letters are right", async () => {
    // Two objects are never `===`, whatever text they hold: only their digests can have been compared.
    const held = (text: string): string => Object(text);
    const digest = vi.spyOn(crypto.subtle, "digest");
    expect(await sameSecret(held("the same"), held("the same"))).toBe(true);
    expect(await sameSecret(held("the same"), held("another!"))).toBe(false);
    // Both are digested each time, also where a look at the lengths would do.
    await sameSecret("short", "much longer");
    expect(digest).toHaveBeenCalledTimes(6);
    digest.mockRestore();
  });
});

it("are of 256, 130 and 34 bits, in letters that do in addresses and read well", () => {
  expect(newSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(newSlug()).toMatch(/^[a-z2-7]{26}$/);
  expect(newUserCode()).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  const many = Array.from({ length: 2000 }, () => newUserCode().replace("-", "")).join("");
  // No letter likelier than another: 800 of each, give or take six standard deviations.
  for (const letter of new Set(many))
    expect(Math.abs(many.split(letter).length - 1 - 800), letter).toBeLessThan(6 * Math.sqrt(760));
});
