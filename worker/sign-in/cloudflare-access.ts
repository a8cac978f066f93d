/**
 * Cloudflare Access as a source of identity: its signed header, checked with `jose`.
 * @module
 */
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { CloudflareAccessSettings } from "../deps.ts";
import { signInFirst } from "../errors.ts";

export class CloudflareAccess {
  private readonly settings: CloudflareAccessSettings;
  private readonly keys: JWTVerifyGetKey;

  constructor(settings: CloudflareAccessSettings) {
    this.settings = settings;
    this.keys = createRemoteJWKSet(new URL("/cdn-cgi/access/certs", settings.issuer));
  }

  /** The address that Access vouches for. @throws a 401 for anything forged, expired or meant for another application */
  async emailOf(assertion: string | undefined): Promise<string> {
    if (assertion === undefined) throw refused();
    const { issuer, audience } = this.settings;
    const checked = await jwtVerify(assertion, this.keys, { issuer, audience, algorithms: ["RS256"] }).catch(
      () => null,
    );
    const email: unknown = checked?.payload.email;
    if (typeof email !== "string" || !email.includes("@")) throw refused();
    return email.toLowerCase();
  }
}

function refused() {
  return signInFirst("Cloudflare Access has not confirmed who you are.", "Open this site through its Access address.");
}
