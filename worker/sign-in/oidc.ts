/**
 * OpenID Connect: the code flow with PKCE, state and nonce, by `oauth4webapi`.
 * @module
 */
import * as oauth from "oauth4webapi";
import { record, text } from "../../compiler/contract/shape.ts";
import type { Deps, OidcSettings } from "../deps.ts";
import { badRequest, forbidden, signInFirst } from "../errors.ts";
import { issueTicket, redeemTicket } from "../registry/tickets.ts";

/** What must still be known when the provider sends the person back. */
interface Login {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly to: string;
}
const login = record<Login>({ verifier: text(200), state: text(200), nonce: text(200), to: text(4000) });

/** Milliseconds that a person may take at the provider. */
const PATIENCE = 10 * 60_000;

export class Oidc {
  private readonly deps: Deps;
  private readonly settings: OidcSettings;
  private provider: Promise<oauth.AuthorizationServer> | null = null;

  constructor(deps: Deps, settings: OidcSettings) {
    this.deps = deps;
    this.settings = settings;
  }

  /** Begins a sign-in: where to send the person, and the secret that their cookie must hold when they come back. */
  async begin(to: string): Promise<{ url: string; secret: string; lifetime: number }> {
    const provider = await this.discover();
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const nonce = oauth.generateRandomNonce();
    const data: Login = { verifier, state, nonce, to };
    const { database, clock } = this.deps;
    const secret = await issueTicket(database, { kind: "login", data, expires: clock() + PATIENCE });
    const url = new URL(provider.authorization_endpoint ?? "");
    const params = {
      client_id: this.settings.clientId,
      redirect_uri: this.redirect(),
      response_type: "code",
      scope: "openid email",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    };
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    return { url: url.href, secret, lifetime: PATIENCE };
  }

  /** Finishes it: the person's verified address, and where they wanted to go. @throws a 4xx */
  async finish(url: URL, secret: string): Promise<{ email: string; to: string }> {
    const { database, clock } = this.deps;
    const found = login(await redeemTicket(database, "login", secret, clock()), "");
    if (!found.ok)
      throw badRequest("No sign-in is under way in this browser, or it was finished before.", "Begin again.");
    const { verifier, state, nonce, to } = found.value;
    try {
      const claims = await this.exchange(url, { verifier, state, nonce });
      return { email: verifiedEmail(claims), to };
    } catch (error) {
      if (isOurs(error)) throw error;
      this.deps.log({
        level: "warn",
        event: "sign-in-refused",
        reason: error instanceof Error ? error.name : "unknown",
      });
      throw signInFirst("The sign-in service did not confirm who you are.", "Begin again.");
    }
  }

  private async exchange(url: URL, { verifier, state, nonce }: Omit<Login, "to">): Promise<oauth.IDToken> {
    const provider = await this.discover();
    const client = { client_id: this.settings.clientId };
    const params = oauth.validateAuthResponse(provider, client, url, state);
    const response = await oauth.authorizationCodeGrantRequest(
      provider,
      client,
      oauth.ClientSecretPost(this.settings.clientSecret),
      params,
      this.redirect(),
      verifier,
      this.options(),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(provider, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(provider, response, this.options());
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims) throw signInFirst("The sign-in service sent no identity.", "Begin again.");
    if (claims.email !== undefined) return claims;
    // Some providers tell the address only here.
    const info = await oauth.userInfoRequest(provider, client, tokens.access_token, this.options());
    return { ...claims, ...(await oauth.processUserInfoResponse(provider, client, claims.sub, info)) };
  }

  private redirect(): string {
    return `${this.deps.site.origin}/sign-in/oidc/callback`;
  }

  private options(): { [oauth.allowInsecureRequests]: boolean } {
    return { [oauth.allowInsecureRequests]: this.settings.allowInsecure };
  }

  /** Asked once; a failure is not kept. */
  private discover(): Promise<oauth.AuthorizationServer> {
    this.provider ??= this.askProvider().catch((error: unknown) => {
      this.provider = null;
      throw error;
    });
    return this.provider;
  }

  private async askProvider(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.settings.issuer);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, this.options()));
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.name === "ApiError";
}

/** An address that its owner has not confirmed could be anybody's. */
function verifiedEmail(claims: oauth.IDToken): string {
  const { email, email_verified: verified } = claims;
  if (typeof email !== "string" || verified !== true)
    throw forbidden("The sign-in service does not vouch for your e-mail address.", "Confirm the address there first.");
  return email.toLowerCase();
}
