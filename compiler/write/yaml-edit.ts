/**
 * Changes one value in YAML text and leaves every other character as it is: comments, order, quotes, indentation.
 * @module
 */
import { isCollection, isMap, isScalar, isSeq, type Pair, parseDocument, stringify, type YAMLMap } from "yaml";

/** A value that can be written; `undefined` takes the key away. */
export type YamlValue = string | number | boolean | null | readonly string[] | undefined;

/** Keys of maps and positions in lists, from the root. */
export type YamlPath = readonly (string | number)[];

/**
 * Sets the value at `path`; maps that are missing on the way are made, in flow style unless they are at the root.
 *
 * @returns the new text, or `null` if something on the way is there and is no map or list.
 */
export function setYaml(text: string, path: YamlPath, value: YamlValue): string | null {
  const { contents } = parseDocument(text, { keepSourceTokens: false });
  let node: unknown = contents;
  for (const [depth, step] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (isSeq(node)) {
      node = node.items[Number(step)];
      if (node === undefined) return null;
      continue;
    }
    if (isNothing(node)) return depth === 0 ? appendRoot(text, step, nested(rest, value)) : null;
    if (!isMap(node)) return null;
    const pair = pairOf(node, step);
    if (!pair) return value === undefined ? text : insert(text, node, { key: step, value: nested(rest, value) });
    if (rest.length === 0) return value === undefined ? remove(text, node, pair) : replace(text, pair, value);
    if (isNothing(pair.value)) return value === undefined ? text : replace(text, pair, nested(rest, value));
    node = pair.value;
  }
  return null;
}

/** The plain value at `path`; `undefined` if there is none. */
export function getYaml(text: string, path: YamlPath): unknown {
  const node: unknown = parseDocument(text).getIn(path, false);
  return isCollection(node) ? node.toJSON() : node;
}

function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function nested(path: YamlPath, value: YamlValue): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** `{ key: value }` without its braces: right in flow and in block style alike. */
function pairText(key: string | number, value: unknown): string {
  const text = stringify({ [key]: value }, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false });
  const inside = text.trim().slice(1, -1).trim();
  // Texts of several lines would have to be indented; JSON is YAML too, and keeps them on one.
  return inside.includes("\n")
    ? JSON.stringify({ [key]: value })
        .slice(1, -1)
        .replace('":', '": ')
    : inside;
}

function valueText(value: unknown): string {
  const text = pairText("k", value);
  return text.slice(text.indexOf(":") + 1).trim();
}

/** Offsets of a node in the text: where it begins and where its value ends. */
function span(node: unknown): readonly [number, number] | null {
  const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : null;
  if (!Array.isArray(range) || typeof range[0] !== "number" || typeof range[1] !== "number") return null;
  return [range[0], range[1]];
}

function splice(text: string, [from, to]: readonly [number, number], insertion: string): string {
  return text.slice(0, from) + insertion + text.slice(to);
}

function replace(text: string, pair: Pair, value: unknown): string | null {
  const old = span(pair.value);
  const key = span(pair.key);
  if (!key) return null;
  // `key:` with nothing behind it has an empty value right behind the colon.
  if (!old || isNothing(pair.value)) {
    const colon = text.indexOf(":", key[1]);
    const end = old && old[1] > colon ? old[1] : colon + 1;
    return splice(text, [colon + 1, end], ` ${valueText(value)}`);
  }
  // A block scalar or block collection ends with its last line; what follows must stay on a line of its own.
  const tail = text[old[1] - 1] === "\n" ? endOfLine(text) : "";
  return splice(text, old, valueText(value) + tail);
}

function remove(text: string, map: YAMLMap, pair: Pair): string | null {
  const key = span(pair.key);
  if (!key) return null;
  const end = Math.max(span(pair.value)?.[1] ?? 0, text.indexOf(":", key[1]) + 1);
  if (map.flow) {
    const comma = /^\s*,\s*/.exec(text.slice(end));
    if (comma) return splice(text, [key[0], end + comma[0].length], "");
    const before = /,?\s*$/.exec(text.slice(0, key[0]))?.[0].length ?? 0;
    return splice(text, [key[0] - before, end], "");
  }
  // The only key of a nested block map leaves an empty map behind.
  if (map.items.length === 1 && lineStart(text, key[0]) !== 0) return splice(text, [key[0], trimEnd(text, end)], "{}");
  const first = map.items[0] === pair && text.slice(lineStart(text, key[0]), key[0]).trim() !== "";
  const after = nextLine(text, end);
  // Behind a `- ` the next key moves up into this one's place.
  if (first) return splice(text, [key[0], after + indentAt(text, after)], "");
  return splice(text, [lineStart(text, key[0]), after], "");
}

function insert(text: string, map: YAMLMap, { key, value }: { key: string | number; value: unknown }): string | null {
  const added = pairText(key, value);
  if (map.flow) {
    const place = span(map);
    if (!place) return null;
    const close = place[1] - 1;
    const inside = text.slice(place[0] + 1, close);
    if (inside.trim() === "") return splice(text, [place[0] + 1, close], added);
    const padding = /\s*$/.exec(inside)?.[0].length ?? 0;
    const separator = inside.trimEnd().endsWith(",") ? " " : ", ";
    return splice(text, [close - padding, close - padding], separator + added);
  }
  const last = map.items.at(-1);
  const first = span(map.items[0]?.key);
  if (!last || !first) return null;
  const keyEnd = text.indexOf(":", span(last.key)?.[1] ?? 0) + 1;
  const at = nextLine(text, Math.max(trimEnd(text, span(last.value)?.[1] ?? 0), keyEnd));
  const indent = " ".repeat(first[0] - lineStart(text, first[0]));
  const line = `${indent}${added}${endOfLine(text)}`;
  return splice(text, [at, at], needsBreak(text, at) ? endOfLine(text) + line : line);
}

function appendRoot(text: string, key: string | number, value: unknown): string {
  const start = text.length > 0 && !text.endsWith("\n") ? endOfLine(text) : "";
  return `${text}${start}${pairText(key, value)}${endOfLine(text)}`;
}

function endOfLine(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Where the line behind `at` begins; the end of the text on its last line. */
function nextLine(text: string, at: number): number {
  if (at > 0 && text[at - 1] === "\n") return at;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function needsBreak(text: string, at: number): boolean {
  return at > 0 && text[at - 1] !== "\n";
}

function indentAt(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0;
}

function trimEnd(text: string, at: number): number {
  return text.slice(0, at).trimEnd().length;
}
