/**
 * Who calls the API, what they may do, and the checked body of a call.
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import type { Role } from "../../compiler/contract/api.ts";
import { projectId } from "../../compiler/contract/ids.ts";
import type { Check } from "../../compiler/contract/shape.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, forbidden, notFound, signInFirst, slowDown, tooLarge } from "../errors.ts";
import { type Action, atLeast, decide, type Viewer } from "../gate/access.ts";
import { sessionHash } from "../gate/session-cookie.ts";
import { type App, findApp } from "../registry/apps.ts";
import { editsProjectIn, memberRole } from "../registry/people.ts";
import { findSession } from "../registry/sessions.ts";
import { piecesOf } from "../storage/pieces.ts";

/** Requires a command's token, or the cookie of the main site; see {@link ownPages} for why that is safe. */
export function withToken(deps: Deps): MiddlewareHandler<Env> {
  return async (context, next) => {
    const hash = await sessionHash(context);
    const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
    // In the path form apps share the site's origin: their scripts must not be able to call this with a viewer's cookie.
    const kinds = deps.site.appHost === null ? ["token"] : ["token", "site"];
    if (session === null || !kinds.includes(session.kind))
      throw signInFirst("This call needs a valid token.", "Run 'notebook-app login', then try again.");
    if (!(await deps.limit("api", hash))) throw slowDown(10);
    context.set("email", session.email);
    context.set("session", hash);
    await next();
  };
}

/** JSON bodies are a manifest at most. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** Reads a JSON body. @throws a 4xx that says what is wrong */
export async function bodyOf<T>(context: Context, check: Check<T>): Promise<T> {
  const type = context.req.header("Content-Type") ?? "";
  // A form of a foreign page cannot send this type.
  if (!/^application\/json\b/i.test(type))
    throw badRequest("The body must be JSON.", "Send it with Content-Type: application/json.");
  const text = await limitedText(context.req.raw, LARGEST_BODY);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badRequest("The body is no valid JSON.", "Check the request's body.");
  }
  const found = check(json, "");
  if (!found.ok) throw badRequest(found.fault.message, "Correct the request; an older command may need an update.");
  return found.value;
}

/** Reads at most `max` bytes, whatever the request says of its length. */
export async function limitedText(request: Request, max: number): Promise<string> {
  const refuse = () => tooLarge("The body is too large.", `Send at most ${max} bytes.`);
  if (Number(request.headers.get("Content-Length") ?? 0) > max) throw refuse();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  if (request.body === null) return text;
  for await (const chunk of piecesOf(request.body)) {
    size += chunk.byteLength;
    if (size > max) throw refuse();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The app that a call names, if the caller may do `action` to it. @throws a 4xx */
export async function appFor(context: Context<Env>, deps: Deps, action: Action): Promise<{ app: App; viewer: Viewer }> {
  const project = projectId(context.req.param("project") ?? "");
  if (project === null)
    throw badRequest("That is no project id.", "Project ids are UUIDs; see the app's settings file.");
  const found = await findApp(deps.database, project, context.get("email"));
  context.set("project", project);
  if (found === null) throw notFound("There is no such app.");
  const decision = decide(found.app, found.viewer, action);
  if (decision.allowed) return found;
  if (decision.because === "forbidden") throw forbidden(FORBIDDEN, "Ask an owner of the app or of its workspace.");
  throw notFound("There is no such app.");
}

const FORBIDDEN = "Your role in this app does not allow that.";

/** The workspace that a call names, if the caller is at least `role` there. @throws a 4xx */
export async function workspaceFor(context: Context<Env>, deps: Deps, role: Role): Promise<string> {
  const workspace = context.req.param("workspace") ?? "";
  const own = await memberRole(deps.database, workspace, context.get("email"));
  if (own === null) throw notFound("There is no such workspace.");
  if (atLeast(own, role)) return workspace;
  throw forbidden("Your role in this workspace does not allow that.", "Ask one of its owners.");
}

/** The same for uploads, which editors of a single project in the workspace may make too. */
export async function uploadSpace(context: Context<Env>, deps: Deps): Promise<string> {
  const workspace = context.req.param("workspace") ?? "";
  return (await editsProjectIn(deps.database, workspace, context.get("email")))
    ? workspace
    : workspaceFor(context, deps, "editor");
}
