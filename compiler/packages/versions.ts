/**
 * Versions and version specifiers of Python packages (PEP 440).
 * @module
 */

/** A parsed version; compare with {@link compareVersions}. */
export interface Version {
  readonly text: string;
  readonly epoch: number;
  readonly release: readonly number[];
  /** `[rank, number]`: alpha 0, beta 1, candidate 2; `null` for none. */
  readonly pre: readonly [number, number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: readonly (number | string)[];
}

const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
const RANKS: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

/** Parses a version; `null` if it is none. */
export function parseVersion(text: string): Version | null {
  const match = PATTERN.exec(text.trim());
  if (!match) return null;
  const [, epoch, release = "", pre, preNumber, dash, post, dev, local] = match;
  const isPost = /[-_.]?(post|rev|r)[-_.]?\d*/i.test(text.slice(release.length)) && post !== undefined;
  return {
    text: text.trim(),
    epoch: Number(epoch ?? 0),
    release: release.split(".").map(Number),
    pre: pre === undefined ? null : [RANKS[pre.toLowerCase()] ?? 0, Number(preNumber || 0)],
    post: dash !== undefined ? Number(dash) : isPost ? Number(post || 0) : null,
    dev: dev === undefined ? null : Number(dev || 0),
    local:
      local === undefined
        ? []
        : local
            .toLowerCase()
            .split(/[-_.]/)
            .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** Whether it is an alpha, a beta, a candidate or a development version. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== null || version.dev !== null;
}

/** Negative if `one` is older than `other`, positive if newer. A total order. */
export function compareVersions(one: Version, other: Version): number {
  return (
    one.epoch - other.epoch ||
    compareReleases(one.release, other.release) ||
    preKey(one) - preKey(other) ||
    (one.pre?.[1] ?? 0) - (other.pre?.[1] ?? 0) ||
    (one.post ?? -1) - (other.post ?? -1) ||
    devKey(one) - devKey(other) ||
    compareLocals(one.local, other.local)
  );
}

function compareReleases(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A development version of nothing else stands before alphas; a release behind candidates. */
function preKey({ pre, post, dev }: Version): number {
  if (pre !== null) return pre[0];
  return post === null && dev !== null ? -1 : 3;
}

function devKey({ dev }: Version): number {
  return dev ?? Number.POSITIVE_INFINITY;
}

function compareLocals(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [a, b] = [one[index], other[index]];
    if (a === b) continue;
    if (a === undefined) return -1;
    if (b === undefined) return 1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return 1;
    if (typeof b === "number") return -1;
    return a < b ? -1 : 1;
  }
  return 0;
}

/** One clause such as `>=1.2`. */
export interface Specifier {
  readonly operator: "~=" | "==" | "!=" | "<=" | ">=" | "<" | ">" | "===";
  readonly version: string;
}

/** Parses `>=1.2,<2`; `null` if a clause is none. */
export function parseSpecifiers(text: string): readonly Specifier[] | null {
  const clauses: Specifier[] = [];
  for (const part of text.split(",").map((clause) => clause.trim())) {
    if (part === "") continue;
    const match = /^(~=|===|==|!=|<=|>=|<|>)\s*([^\s]+)$/.exec(part);
    const operator = OPERATORS.find((one) => one === match?.[1]);
    if (!match?.[2] || !operator) return null;
    if (operator !== "===" && parseVersion(match[2].replace(/\.\*$/, "")) === null) return null;
    clauses.push({ operator, version: match[2] });
  }
  return clauses;
}

const OPERATORS = ["~=", "===", "==", "!=", "<=", ">=", "<", ">"] as const;

/** Whether a version fits all clauses. Pre-releases fit too: leaving them out is the resolver's choice. */
export function satisfies(version: Version, specifiers: readonly Specifier[]): boolean {
  return specifiers.every((specifier) => fits(version, specifier));
}

/** Whether the clauses name a pre-release, which then may be taken. */
export function wantsPrerelease(specifiers: readonly Specifier[]): boolean {
  return specifiers.some(({ operator, version }) => {
    const parsed = parseVersion(version.replace(/\.\*$/, ""));
    return operator !== "!=" && operator !== "<" && operator !== ">" && parsed !== null && isPrerelease(parsed);
  });
}

function fits(version: Version, { operator, version: text }: Specifier): boolean {
  if (operator === "===") return version.text.toLowerCase() === text.toLowerCase();
  const wanted = parseVersion(text.replace(/\.\*$/, ""));
  if (wanted === null) return false;
  const isPrefix = text.endsWith(".*");
  const bare = wanted.local.length === 0 ? { ...version, local: [] } : version;
  const order = compareVersions(bare, wanted);
  switch (operator) {
    case "==":
      return isPrefix ? hasPrefix(version, wanted) : order === 0;
    case "!=":
      return isPrefix ? !hasPrefix(version, wanted) : order !== 0;
    case "<=":
      return order <= 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0 && !(isPrerelease(version) && !isPrerelease(wanted) && sameRelease(version, wanted));
    case ">":
      return order > 0 && !(version.post !== null && wanted.post === null && sameRelease(version, wanted));
    case "~=":
      return (
        order >= 0 &&
        hasPrefix(version, { ...wanted, release: wanted.release.slice(0, -1), pre: null, post: null, dev: null })
      );
  }
}

function sameRelease(one: Version, other: Version): boolean {
  return one.epoch === other.epoch && compareReleases(one.release, other.release) === 0;
}

function hasPrefix(version: Version, prefix: Version): boolean {
  return (
    version.epoch === prefix.epoch && prefix.release.every((part, index) => (version.release[index] ?? 0) === part)
  );
}
