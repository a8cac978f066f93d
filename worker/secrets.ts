/**
 * Random ids and secrets, and how they are compared: by hash, so that no comparison can be timed.
 * @module
 */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Lower-case letters and digits that also do as a host name; 5 bits each. */
export function randomLabel(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32[byte & 31]).join("");
}

/** A link's secret part: 130 bits. */
export function newSlug(): string {
  return randomLabel(26);
}

/** An id that nobody needs to keep secret. */
export function newId(): string {
  return randomLabel(20);
}

/** A secret of 256 bits. */
export function newSecret(): string {
  return toBase64Url(randomBytes(32));
}

/** A code that a person compares or types: no letters that look like others, in two groups. */
export function newUserCode(): string {
  const letters = "BCDFGHJKLMNPQRSTVWXZ";
  const picked: string[] = [];
  while (picked.length < 8) {
    // Bytes above the last whole multiple of 20 would make some letters likelier.
    for (const byte of randomBytes(16)) if (byte < 240) picked.push(letters[byte % 20] ?? "");
  }
  return `${picked.slice(0, 4).join("")}-${picked.slice(4, 8).join("")}`;
}

/** sha256 of a text, lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether two secrets are equal; their hashes are compared, whose timing tells nothing. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  return (await sha256(one)) === (await sha256(other));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
