/**
 * A real OpenID Connect provider on loopback, and how a person signs in at it.
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { type Answer, type Browser, type Send, sendTo } from "./http.ts";

export const CLIENT = { clientId: "notebook-app", clientSecret: "oidc-client-secret-0123456789abcdef" };

export interface IdentityProvider {
  readonly issuer: string;
  /** Lets a server's address be one that people are sent back to. */
  allow(origin: string): void;
  /** Sends to the provider what is the provider's, everything else to `send`. */
  route(send: Send): Send;
  /** How it answers about an address that its name begins with `unverified`. */
  close(): Promise<void>;
}

export async function identityProvider(): Promise<IdentityProvider> {
  let handler: (request: unknown, response: unknown) => void = () => {};
  const server: Server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const redirects: string[] = [];
  const begin = () => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          redirect_uris: redirects,
          token_endpoint_auth_method: "client_secret_post",
        },
      ],
      claims: { openid: ["sub"], email: ["email", "email_verified"] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      cookies: { keys: ["a key of a test"] },
      features: { devInteractions: { enabled: true } },
      findAccount: (_: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: !id.startsWith("unverified") }),
      }),
    });
    handler = provider.callback();
  };
  return {
    issuer,
    allow: (origin) => {
      redirects.push(`${origin}/sign-in/oidc/callback`);
      begin();
    },
    route: (send) => {
      const own = sendTo(port);
      return (url, asking) => (new URL(url).origin === issuer ? own(url, asking) : send(url, asking));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Goes to `start`, fills in the provider's forms as `name`, and ends where the server sends the person. */
export async function signInAt(browser: Browser, start: string, name: string): Promise<Answer & { url: string }> {
  let page = await browser.open(start);
  for (let step = 0; step < 4; step++) {
    const html = page.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
    if (action === undefined || prompt === undefined) return page;
    page = await browser.open(new URL(action, page.url).href, { form: { prompt, login: name, password: "x" } });
  }
  return page;
}
