/**
 * How often is too often, on one machine: a bucket for each key that fills again with time.
 * @module
 */
import type { LimitKind } from "../../deps.ts";

/** A burst, and how many come back in a second. */
export type Rates = Readonly<Record<LimitKind, { readonly burst: number; readonly perSecond: number }>>;
export const RATES: Rates = {
  "sign-in": { burst: 20, perSecond: 1 / 6 },
  api: { burst: 600, perSecond: 50 },
  file: { burst: 120, perSecond: 12 },
  kernel: { burst: 10, perSecond: 1 / 10 },
  count: { burst: 60, perSecond: 2 },
};
const MOST_KEYS = 50_000;

export class RateLimit {
  private readonly rates: Rates;
  private readonly clock: () => number;
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(rates: Rates, clock: () => number) {
    this.rates = rates;
    this.clock = clock;
  }

  /** Takes one; `false` when there is none. */
  take(kind: LimitKind, key: string): boolean {
    const { burst, perSecond } = this.rates[kind];
    const name = `${kind} ${key}`;
    const now = this.clock();
    const bucket = this.buckets.get(name);
    const filled = bucket ? Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond) : burst;
    this.buckets.delete(name);
    this.buckets.set(name, { left: filled >= 1 ? filled - 1 : filled, at: now });
    this.forget();
    return filled >= 1;
  }

  /** Those unused for longest are full again, or an attacker's. */
  private forget(): void {
    for (const name of this.buckets.keys()) {
      if (this.buckets.size <= MOST_KEYS) return;
      this.buckets.delete(name);
    }
  }
}
