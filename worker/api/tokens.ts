/**
 * The API by which a command gets its token: with an owner token, or by a browser that confirms (as in RFC 8628).
 * @module
 */
import { Hono } from "hono";
import { API_VERSION, type ServerInfo, type TokenAnswer } from "../../compiler/contract/api.ts";
import { deviceRequest, tokenRequest } from "../../compiler/contract/parse-api.ts";
import type { Deps, Env } from "../deps.ts";
import { slowDown } from "../errors.ts";
import { workspacesOf } from "../registry/people.ts";
import { endSession, endSessionsOf, startSession } from "../registry/sessions.ts";
import { redeemDevice, startDevice } from "../sign-in/device.ts";
import { redeemOwnerToken } from "../sign-in/owner-token.ts";
import { welcome } from "../sign-in/welcome.ts";
import { bodyOf, withToken } from "./caller.ts";

/** Calls that need no token yet. */
export function tokensApi(deps: Deps): Hono<Env> {
  const { database, signIn } = deps;
  const api = new Hono<Env>();
  api.get("/", (context) => {
    const info: ServerInfo = {
      server: "notebook-app",
      api: API_VERSION,
      origin: deps.site.origin,
      signIn: signIn.ownerToken === null ? ["device"] : ["owner-token", "device"],
      limits: deps.limits,
    };
    return context.json(info);
  });
  api.post("/device", async (context) => {
    if (!(await deps.limit("sign-in", deps.addressOf(context)))) throw slowDown(60);
    const { name } = await bodyOf(context, deviceRequest);
    return context.json(await startDevice(deps, name), 201);
  });
  api.post("/token", async (context) => {
    const request = await bodyOf(context, tokenRequest);
    // Asking whether a device is confirmed is what one does again and again; guessing a secret is not.
    const kind = request.grant === "device" ? "api" : "sign-in";
    if (!(await deps.limit(kind, deps.addressOf(context)))) throw slowDown(kind === "api" ? 5 : 60);
    const { email, name } =
      request.grant === "device"
        ? await redeemDevice(deps, request.deviceCode)
        : { email: await redeemOwnerToken(deps, request.token), name: request.name };
    const now = deps.clock();
    await welcome(database, { email, sources: signIn, now });
    const session = await startSession(database, { kind: "token", email, project: null, parent: null, name, now });
    const answer: TokenAnswer = {
      email,
      token: session.secret,
      expires: new Date(session.expires).toISOString(),
      workspaces: await workspacesOf(database, email),
    };
    return context.json(answer);
  });
  api.delete("/token", withToken(deps), async (context) => {
    await endSession(database, context.get("session"));
    return context.body(null, 204);
  });
  api.delete("/sessions", withToken(deps), async (context) => {
    await endSessionsOf(database, context.get("email"));
    return context.body(null, 204);
  });
  return api;
}
