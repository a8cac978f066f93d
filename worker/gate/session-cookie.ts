/**
 * The cookie that says who is signed in, and where else a request may carry that.
 * @module
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { offeredToken } from "../../compiler/contract/kernel-socket.ts";
import { sha256 } from "../secrets.ts";

const COOKIE = "__Host-nb";
/** The same inside a foreign frame, where only partitioned cookies come back. */
const FRAME_COOKIE = "__Host-nb-frame";

/** A secret is 43 letters of base64url; anything else is none. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The hash of the session that a request carries; empty for none. */
export async function sessionHash(context: Context): Promise<string> {
  const offered = offeredToken(context.req.header("Sec-WebSocket-Protocol"));
  const secret = bearer(context) ?? offered ?? getCookie(context, COOKIE) ?? getCookie(context, FRAME_COOKIE) ?? "";
  return SECRET.test(secret) ? sha256(secret) : "";
}

/** The secret of the main site's session; empty for none. */
export function siteSecret(context: Context): string {
  return getCookie(context, COOKIE) ?? "";
}

/** The token of an `Authorization: Bearer` header. */
export function bearer(context: Context): string | null {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(context.req.header("Authorization") ?? "")?.[1] ?? null;
}

export function setSessionCookie(context: Context, secret: string, lifetime: number): void {
  setCookie(context, COOKIE, secret, { ...HOST, sameSite: "Lax", maxAge: Math.floor(lifetime / 1000) });
}

export function setFrameCookie(context: Context, secret: string, lifetime: number): void {
  setCookie(context, FRAME_COOKIE, secret, {
    ...HOST,
    sameSite: "None",
    partitioned: true,
    maxAge: Math.floor(lifetime / 1000),
  });
}

export function clearSessionCookies(context: Context): void {
  setCookie(context, COOKIE, "", { ...HOST, sameSite: "Lax", maxAge: 0 });
  setCookie(context, FRAME_COOKIE, "", { ...HOST, sameSite: "None", partitioned: true, maxAge: 0 });
}

const HOST = { path: "/", httpOnly: true, secure: true } as const;
