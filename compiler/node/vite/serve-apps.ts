/**
 * Serves the files of imported notebooks in Vite's development server, below `<base>@notebook-app/`.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { mediaType } from "../../contract/media-types.ts";
import { WORK_FILE_POLICY } from "../../contract/security.ts";
import { sendFile } from "../static-server.ts";
import type { SiteApps } from "./site-apps.ts";

/** Below the site's base. */
export const DEV_PATH = "@notebook-app/";

/** Elements follow each save by themselves: none must be told of a newer version. */
const ALWAYS_NEWEST = '{"version":"0000000000000000"}\n';

/** A middleware that answers for the apps, and leaves all else to others. */
export function serveApps(
  apps: SiteApps,
  base: string,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const root = `${base}${DEV_PATH}`;
  return (request, response, next) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (!pathname.startsWith(root)) return next();
    const [, slug = "", path = ""] = /^([^/]+)\/(.*)$/s.exec(decoded(pathname.slice(root.length))) ?? [];
    const found = path === "version.json" ? { path, text: ALWAYS_NEWEST } : apps.find(slug, path);
    if (!found) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      return void response.end("There is no such file.\n");
    }
    response.writeHead(200, {
      "content-type": mediaType(path),
      "x-content-type-options": "nosniff",
      // What lies below `rt/` has its content in its name; all else is what it was last built to.
      "cache-control": slug === "rt" ? "public, max-age=31536000, immutable" : "no-cache",
      ...(path.startsWith("work/") ? { "content-security-policy": WORK_FILE_POLICY } : {}),
    });
    if ("text" in found) response.end(found.text);
    else sendFile(found.file, response);
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}
