/**
 * Requirements (PEP 508) and their markers, evaluated for Python in the browser.
 * @module
 */
import { compareVersions, parseSpecifiers, parseVersion, type Specifier, satisfies } from "./versions.ts";

export interface Requirement {
  /** Normalised as in PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifiers: readonly Specifier[];
  /** As written, `null` for none. */
  readonly marker: string | null;
  readonly text: string;
}

/** Lower case, with `-` for each run of `-`, `_` and `.` (PEP 503). */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

const REQUIREMENT = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*?)\s*$/;

/** Parses a requirement; a text says why it is none. */
export function parseRequirement(text: string): Requirement | string {
  const [head = "", ...rest] = text.split(";");
  const match = REQUIREMENT.exec(head);
  if (!match?.[1]) return `'${text}' is no requirement.`;
  const clauses = (match[3] ?? "").replace(/^\((.*)\)$/, "$1");
  if (clauses.startsWith("@"))
    return `'${text}' names a URL; put its wheel into a folder and give the folder with --wheels.`;
  const specifiers = parseSpecifiers(clauses);
  if (specifiers === null) return `'${clauses}' in '${text}' is no version specifier.`;
  return {
    name: normalizeName(match[1]),
    extras: (match[2] ?? "")
      .split(",")
      .map((extra) => normalizeName(extra.trim()))
      .filter((extra) => extra !== ""),
    specifiers,
    marker: rest.length > 0 ? rest.join(";").trim() : null,
    text: text.trim(),
  };
}

/** What markers compare with: CPython 3.14 on Emscripten. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  os_name: "posix",
  sys_platform: "emscripten",
  platform_machine: "wasm32",
  platform_python_implementation: "CPython",
  platform_release: "",
  platform_system: "Emscripten",
  platform_version: "",
  python_version: "3.14",
  python_full_version: "3.14.2",
  implementation_name: "cpython",
  implementation_version: "3.14.2",
};

/** Whether a marker holds for one of these extras, or without any. A marker that cannot be read holds. */
export function markerHolds(marker: string | null, extras: readonly string[]): boolean {
  if (marker === null) return true;
  const tokens = marker.match(/\(|\)|"[^"]*"|'[^']*'|[<>=!~]+|[A-Za-z_][\w.]*/g) ?? [];
  return ["", ...extras].some((extra) => new MarkerParser(tokens, extra).or());
}

class MarkerParser {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly extra: string;

  constructor(tokens: readonly string[], extra: string) {
    this.tokens = tokens;
    this.extra = extra;
  }

  or(): boolean {
    let value = this.and();
    while (this.take("or")) value = this.and() || value;
    return value;
  }

  private and(): boolean {
    let value = this.atom();
    while (this.take("and")) value = this.atom() && value;
    return value;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private atom(): boolean {
    if (this.take("(")) {
      const value = this.or();
      this.take(")");
      return value;
    }
    const left = this.value();
    let operator = this.tokens[this.at++] ?? "==";
    if (operator === "not") operator = `not ${this.tokens[this.at++]}`;
    return compare(left, operator, this.value());
  }

  private value(): { text: string; version: boolean } {
    const token = this.tokens[this.at++] ?? "";
    if (/^["']/.test(token)) return { text: token.slice(1, -1), version: false };
    if (token === "extra") return { text: this.extra, version: false };
    return { text: ENVIRONMENT[token] ?? "", version: /version$/.test(token) };
  }
}

function compare(
  left: { text: string; version: boolean },
  operator: string,
  right: { text: string; version: boolean },
): boolean {
  if (operator === "in") return right.text.includes(left.text);
  if (operator === "not in") return !right.text.includes(left.text);
  const specifiers = left.version || right.version ? parseSpecifiers(`${operator}${right.text}`) : null;
  const version = parseVersion(left.text);
  if (specifiers && version) return satisfies(version, specifiers);
  const [one, other] = [parseVersion(left.text), parseVersion(right.text)];
  const order =
    one && other && (left.version || right.version)
      ? compareVersions(one, other)
      : normalizeName(left.text) === normalizeName(right.text)
        ? 0
        : left.text < right.text
          ? -1
          : 1;
  switch (operator) {
    case "==":
    case "===":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return true;
  }
}
