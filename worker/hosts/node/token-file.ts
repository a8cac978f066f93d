/**
 * The owner token on one machine: in a file that only its owner can read, a new one as soon as it has been used.
 * @module
 */
import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import type { OwnerToken } from "../../deps.ts";
import { newSecret } from "../../secrets.ts";

/** Whose token it is: there is nobody else on this machine to vouch for an address. */
export const OWNER = "owner@localhost";

export class TokenFile implements OwnerToken {
  readonly email: string = OWNER;
  private readonly path: string;
  private readonly isSpent: (token: string) => Promise<boolean>;
  /** Hears of each new token. */
  private readonly announce: (token: string) => void;

  constructor(path: string, isSpent: (token: string) => Promise<boolean>, announce: (token: string) => void) {
    this.path = path;
    this.isSpent = isSpent;
    this.announce = announce;
  }

  /** Makes sure that there is one, and announces it. */
  async prepare(): Promise<void> {
    const token = await this.current();
    if (token === null || (await this.isSpent(token))) await this.used();
    else this.announce(token);
  }

  async current(): Promise<string | null> {
    const text = await readFile(this.path, "utf8").catch(() => "");
    return text.trim() === "" ? null : text.trim();
  }

  async used(): Promise<void> {
    const token = newSecret();
    const beside = `${this.path}.new`;
    await writeFile(beside, `${token}\n`, { mode: 0o600 });
    await chmod(beside, 0o600);
    await rename(beside, this.path);
    this.announce(token);
  }
}
