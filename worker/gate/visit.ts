/**
 * The gate: every request to an app passes here first, whatever it asks for.
 * @module
 */
import type { Context } from "hono";
import type { Deps, Env, Visit } from "../deps.ts";
import { notFound, signInFirst } from "../errors.ts";
import { type Asset, assetOf, type Sight, see } from "../registry/apps.ts";
import { appBase } from "../site.ts";
import type { Database } from "../storage/database.ts";
import { decide } from "./access.ts";
import { sessionHash } from "./session-cookie.ts";

export interface Wanted {
  readonly by: { readonly slug: string } | { readonly project: string };
  readonly path: string;
  /** See {@link see}. */
  readonly content: string | null;
}

/** Lets a request through to an app, or refuses it. @throws {@link ApiError} */
export async function visitApp(
  context: Context<Env>,
  deps: Pick<Deps, "site" | "database" | "blobs" | "clock">,
  { by, path, content }: Wanted,
): Promise<{ visit: Visit; asset: Asset | null }> {
  const session = await sessionHash(context);
  const sight = await see(deps.database, { by, session, now: deps.clock(), path, content });
  if (sight) context.set("project", sight.app.project);
  const { app, viewer, asset } = admit(context, sight, path);
  const visit: Visit = {
    app,
    viewer,
    session: viewer.email === null ? "" : session,
    base: appBase(deps.site, app.slug),
    file: async (name) => {
      const found = await assetOf(deps.database, app.version, name);
      return found && deps.blobs.get(found.key);
    },
    mayStill: () => mayStillOpen(deps.database, { slug: app.slug, session }, deps.clock()),
  };
  context.set("visit", visit);
  return { visit, asset };
}

/** Whether whoever came by a link, with a session (its hash, or empty), may open the app now. */
export async function mayStillOpen(
  database: Database,
  { slug, session }: { slug: string; session: string },
  now: number,
): Promise<boolean> {
  const sight = await see(database, { by: { slug }, session, now, path: "", content: null });
  return sight !== null && decide(sight.app, sight.viewer, "open").allowed;
}

/** The runtime, which is the same in every app and says nothing of one: a page that embeds an app needs it to let its viewer sign in. */
const RUNTIME = /^(embed\.js|rt\/[0-9a-f]{12}\/.+)$/;

function admit(context: Context<Env>, sight: Sight | null, path: string): Sight {
  if (sight === null) throw notFound();
  const decision = decide(sight.app, sight.viewer, "open");
  if (!decision.allowed && decision.because !== "sign-in") throw notFound();
  context.set("embed", sight.app.embed);
  if (decision.allowed || (sight.app.embed.allow && RUNTIME.test(path))) return sight;
  throw signInFirst("This app is for members of its workspace.", "Sign in, then open it again.");
}
