/**
 * Asks package indexes: the simple API as JSON (PEP 691) or HTML (PEP 503), and wheels' metadata (PEP 658, or out of the wheel).
 * @module
 */
import type { AvailableWheel, WheelMetadata } from "../../packages/index-types.ts";
import type { Cache } from "./cache.ts";
import { readAll, readRange, request } from "./http.ts";
import { SourceError } from "./source-error.ts";
import { type ByteSource, readDirectory, readMember } from "./zip.ts";

/** How long an index's answer is taken without asking again, in ms. */
const FRESH = 10 * 60 * 1000;
const ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";

export interface IndexOptions {
  readonly indexes: readonly string[];
  readonly cache: Cache;
  readonly offline: boolean;
}

/** All files of a project, from the first index that knows it; `null` if none does. */
export async function projectFiles(
  name: string,
  { indexes, cache, offline }: IndexOptions,
): Promise<AvailableWheel[] | null> {
  if (indexes.length === 0)
    throw new SourceError(
      "No package index is configured. Set PIP_INDEX_URL, or install pip, whose default is then used.",
    );
  for (const index of indexes) {
    const url = `${index}${name}/`;
    const text = await answer(url, cache, offline);
    if (text !== null) return parseProject(text, url);
  }
  return null;
}

const UNKNOWN = "404";

async function answer(url: string, cache: Cache, offline: boolean): Promise<string | null> {
  const kept = await cache.answer(url);
  if (kept && (offline || kept.age < FRESH)) return kept.text === UNKNOWN ? null : kept.text;
  if (offline)
    throw new SourceError(
      `Offline, and nothing is in the cache about ${new URL(url).pathname.split("/").at(-2)}. Build once with a network.`,
    );
  const response = await request(url, { headers: { accept: ACCEPT } });
  const text = response.status === 404 ? UNKNOWN : await response.text();
  if (!response.ok && response.status !== 404)
    throw new SourceError(`The package index answered ${response.status} for ${new URL(url).pathname}.`);
  await cache.keepAnswer(url, text);
  return text === UNKNOWN ? null : text;
}

function parseProject(text: string, url: string): AvailableWheel[] {
  return text.trimStart().startsWith("{") ? parseJson(text, url) : parseHtml(text, url);
}

function parseJson(text: string, url: string): AvailableWheel[] {
  const json: unknown = JSON.parse(text);
  const files: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "files") : [];
  return (Array.isArray(files) ? files : []).flatMap((file: unknown) => {
    if (typeof file !== "object" || file === null) return [];
    const get = (key: string): unknown => Reflect.get(file, key);
    const hashes: unknown = get("hashes");
    const hash: unknown = typeof hashes === "object" && hashes !== null ? Reflect.get(hashes, "sha256") : null;
    const [name, link, size, python, yanked] = ["filename", "url", "size", "requires-python", "yanked"].map(get);
    if (typeof name !== "string" || typeof link !== "string" || typeof hash !== "string") return [];
    return [
      wheel({
        name,
        link,
        url,
        hash,
        size: typeof size === "number" ? size : 0,
        python: typeof python === "string" ? python : null,
        yanked: Boolean(yanked),
      }),
    ];
  });
}

function parseHtml(text: string, url: string): AvailableWheel[] {
  return [...text.matchAll(/<a\s([^>]*)>\s*([^<]+?)\s*<\/a>/gi)].flatMap(([, attributes = "", name = ""]) => {
    const get = (key: string): string | null =>
      decodeEntities(new RegExp(`${key}="([^"]*)"`, "i").exec(attributes)?.[1] ?? null);
    const link = get("href");
    const hash = /#sha256=([0-9a-f]{64})/.exec(link ?? "")?.[1];
    if (!link || !hash) return [];
    return [
      wheel({
        name,
        link,
        url,
        hash,
        size: 0,
        python: get("data-requires-python"),
        yanked: get("data-yanked") !== null,
      }),
    ];
  });
}

function decodeEntities(text: string | null): string | null {
  return (
    text?.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&") ?? null
  );
}

interface RawFile {
  readonly name: string;
  readonly link: string;
  readonly url: string;
  readonly hash: string;
  readonly size: number;
  readonly python: string | null;
  readonly yanked: boolean;
}

function wheel({ name, link, url, hash, size, python, yanked }: RawFile): AvailableWheel {
  const absolute = new URL(link, url);
  absolute.hash = "";
  return {
    fileName: name,
    url: absolute.href,
    sha256: hash,
    size,
    requiresPython: python || null,
    yanked,
    source: "index",
  };
}

/** The members of a wheel on a server. */
export function remote(url: string, onBytes?: (count: number) => void): ByteSource {
  return { read: (start, end) => readRange(url, start, end, onBytes) };
}

/** A wheel's requirements, asked of the index first and else read out of the wheel. */
export async function wheelMetadata(
  available: AvailableWheel,
  source: ByteSource,
  { cache, offline }: IndexOptions,
): Promise<WheelMetadata> {
  const key = `metadata:${available.sha256}`;
  const kept = await cache.answer(key);
  if (kept) return parseMetadata(kept.text);
  if (offline && available.source === "index")
    throw new SourceError(`Offline, and ${available.fileName} is not in the cache. Build once with a network.`);
  const text = (await separateMetadata(available)) ?? (await metadataInWheel(source, available.fileName));
  await cache.keepAnswer(key, text);
  return parseMetadata(text);
}

async function separateMetadata({ url }: AvailableWheel): Promise<string | null> {
  if (url === null) return null;
  const response = await request(`${url}.metadata`);
  if (response.ok) return new TextDecoder().decode(await readAll(response));
  await response.body?.cancel();
  return null;
}

async function metadataInWheel(source: ByteSource, fileName: string): Promise<string> {
  const directory = await readDirectory(source);
  const member = [...directory.values()].find(({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name));
  if (!member) throw new SourceError(`The wheel ${fileName} has no METADATA.`);
  return new TextDecoder().decode(await readMember(source, member));
}

function parseMetadata(text: string): WheelMetadata {
  const header = text.split(/\r?\n\r?\n/)[0] ?? "";
  return {
    requires: [...header.matchAll(/^Requires-Dist:\s*(.+?)\s*$/gim)].map((match) => match[1] ?? ""),
    imports: [],
  };
}
