/**
 * Finds what looks like a secret in code and outputs. Patterns of well-known issuers, and assignments to telling names.
 * @module
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suspectedSecret } from "../diagnostics/emit.ts";
import type { Block } from "../document.ts";

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, "a private key"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS access key"],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{50,}\b/, "a GitHub token"],
  [/\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}\b/, "an API key"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}\b/, "a Slack token"],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "a Google API key"],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\b/, "a signed token (JWT)"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']+:[^\s:/@"']{3,}@[^\s/"']+/i, "a URL with a password"],
  [
    /\b\w*(?:password|passwd|secret|api_?key|access_?token|auth_?token)\w*\s*=\s*["'][^"'\s]{6,}["']/i,
    "a password or key",
  ],
];

/** One finding per block and line. The secret itself is in no message. */
export function findSecrets(blocks: readonly Block[]): Diagnostic[] {
  return blocks.flatMap((block) => {
    const { place } = block;
    const source = "source" in block ? block.source : "";
    const inCode = source.split("\n").flatMap((line, index) => {
      const what = looksLikeSecret(line);
      return what === null ? [] : [suspectedSecret({ ...place, line: index + 1 }, what)];
    });
    const saved = "outputs" in block ? looksLikeSecret(JSON.stringify(block.outputs)) : null;
    return saved === null ? inCode : [...inCode, suspectedSecret(place, `${saved} in a saved output`)];
  });
}

/** What a text looks like, e.g. `an API key`; `null` for nothing secret. */
export function looksLikeSecret(text: string): string | null {
  return PATTERNS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
