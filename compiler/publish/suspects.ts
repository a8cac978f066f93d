/**
 * Work files that may hold what nobody else should have, by name and by text.
 * @module
 */
import { looksLikeSecret } from "../emit/secrets.ts";

/** One finding. The secret itself is in no message. */
export interface SuspectFile {
  readonly path: string;
  /** What it looks like, e.g. `a private key`. */
  readonly what: string;
  /** Counted from 1; `null` where the name is what is suspect. */
  readonly line: number | null;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/, "a private SSH key"],
  [/\.(pem|key|p12|pfx|jks|keystore|kdbx)$/i, "a key store"],
  [
    /(^|\/)(credentials?|secrets?|client_secret[^/]*|service[-_]account[^/]*|token)\.(json|ya?ml|toml|ini|txt)$/i,
    "a file of credentials",
  ],
  [/(^|\/)(env|[^/]+\.env)$/i, "an environment file"],
  [/(^|\/)(_?netrc|pgpass|htpasswd)$/i, "a file of passwords"],
];

/** Whether a file's name alone is telling. */
export function suspectName(path: string): SuspectFile | null {
  const found = NAMES.find(([pattern]) => pattern.test(path));
  return found ? { path, what: found[1], line: null } : null;
}

/** What a file's text looks like; one finding a line. */
export function suspectText(path: string, text: string): SuspectFile[] {
  return text.split("\n").flatMap((line, index) => {
    const what = looksLikeSecret(line);
    return what === null ? [] : [{ path, what, line: index + 1 }];
  });
}
