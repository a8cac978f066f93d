/**
 * Time that a kernel's answers may take.
 * @module
 */
import type { Outcome } from "../../compiler/contract/outcome.ts";

/** The answer, or what `late` says if it takes longer than `millis`. */
export async function within<T>(
  millis: number,
  answer: Promise<Outcome<T>>,
  late: () => Outcome<T>,
): Promise<Outcome<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve(late()), millis);
  });
  const outcome = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return outcome;
}
