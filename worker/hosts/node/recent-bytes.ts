/**
 * Small files that were asked for lately, within a budget; the one unused for longest goes first.
 * @module
 */
export class RecentBytes {
  private readonly budget: number;
  private readonly known = new Map<string, Uint8Array<ArrayBuffer>>();
  private held = 0;

  constructor(budget: number) {
    this.budget = budget;
  }

  get(key: string): Uint8Array<ArrayBuffer> | null {
    const bytes = this.known.get(key);
    if (!bytes) return null;
    // A Map keeps the order of insertion: the newest use goes to its end.
    this.known.delete(key);
    this.known.set(key, bytes);
    return bytes;
  }

  set(key: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.delete(key);
    this.known.set(key, bytes);
    this.held += bytes.byteLength;
    for (const oldest of this.known.keys()) {
      if (this.held <= this.budget) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.held -= this.known.get(key)?.byteLength ?? 0;
    this.known.delete(key);
  }
}
