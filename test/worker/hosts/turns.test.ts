/**
 * Turns: so many at once, the others in order.
 * @module
 */
import { expect, it } from "vitest";
import { Turns } from "../../../worker/kernels/turns.ts";

it("gives so many a turn at once, and the next to who has waited longest", async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const taken = [0, 1, 2, 3].map(async (who) => {
    const leave = await turns.take();
    begun.push(who);
    return leave;
  });
  const [first, second] = await Promise.all(taken.slice(0, 2));
  expect(begun).toEqual([0, 1]);
  second?.();
  // Ending it again gives nobody a second turn.
  second?.();
  await taken[2];
  expect(begun).toEqual([0, 1, 2]);
  first?.();
  await taken[3];
  expect(begun).toEqual([0, 1, 2, 3]);
});
