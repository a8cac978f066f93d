/**
 * How often is too often, on one machine.
 * @module
 */
import { expect, it } from "vitest";
import { RATES, RateLimit } from "../../../worker/hosts/node/rate-limit.ts";

it("lets a burst through, then as many as come back with time, for each key apart", () => {
  let now = 0;
  const limit = new RateLimit({ ...RATES, api: { burst: 3, perSecond: 2 } }, () => now);
  const take = (count: number, key = "a") => Array.from({ length: count }, () => limit.take("api", key));
  expect(take(5)).toEqual([true, true, true, false, false]);
  expect(take(1, "b")).toEqual([true]);
  expect(limit.take("file", "a")).toBe(true);
  now += 500;
  expect(take(2)).toEqual([true, false]);
  now += 3_600_000;
  expect(take(4)).toEqual([true, true, true, false]);
});

it("forgets keys when there are very many, so that nobody can fill its memory", () => {
  const limit = new RateLimit(RATES, () => 0);
  for (let key = 0; key < 60_000; key++) limit.take("api", String(key));
  expect(Reflect.get(limit, "buckets").size).toBeLessThanOrEqual(50_000);
});
