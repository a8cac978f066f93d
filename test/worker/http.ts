/**
 * Plays browsers and commands towards a server under test: every name leads to it, cookies are kept by origin as a browser would.
 * @module
 */
import { request as httpRequest, type IncomingMessage } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  text(): string;
  json(): unknown;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | null;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Sends one request; redirects are not followed. */
export type Send = (url: string, asking?: Asking) => Promise<Answer>;

/** Sends over TCP to a port of this machine, whatever name the URL has. */
export function sendTo(port: number): Send {
  return (url, asking = {}) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const { body, headers } = prepare(asking);
      const request = httpRequest(
        {
          host: "127.0.0.1",
          port,
          // A connection of its own: one that is kept may be closed by the server just when it is used again.
          agent: false,
          // As written, so that a test can send what URL would tidy up.
          path: rawPath(url),
          method: asking.method ?? (body === null ? "GET" : "POST"),
          headers: { host: target.host, ...headers },
        },
        (response) => void collect(response).then(resolve, reject),
      );
      request.on("error", reject);
      if (body !== null) request.write(body);
      request.end();
    });
}

function rawPath(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/, "");
  return path === "" ? "/" : path;
}

let clients = 0;

/** As if each request came from another address, so that only tests about too many see limits. */
function address(): Record<string, string> {
  clients++;
  const address = `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`;
  return { "x-forwarded-for": address, "cf-connecting-ip": address };
}

export function prepare(asking: Asking): { body: string | Uint8Array | null; headers: Record<string, string> } {
  const headers: Record<string, string> = { ...address(), ...asking.headers };
  let body = asking.body ?? null;
  if (asking.json !== undefined) {
    body = JSON.stringify(asking.json);
    headers["content-type"] ??= "application/json";
  }
  if (asking.form) {
    body = new URLSearchParams(asking.form).toString();
    headers["content-type"] ??= "application/x-www-form-urlencoded";
  }
  if (body !== null && headers["transfer-encoding"] === undefined)
    headers["content-length"] ??= String(Buffer.byteLength(body));
  return { body, headers };
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  const headers = new Headers();
  for (let index = 0; index < response.rawHeaders.length; index += 2)
    headers.append(response.rawHeaders[index] ?? "", response.rawHeaders[index + 1] ?? "");
  return answer(response.statusCode ?? 0, headers, Buffer.concat(parts));
}

export function answer(status: number, headers: Headers, body: Buffer): Answer {
  const text = () => body.toString("utf8");
  return { status, headers, body, text, json: () => JSON.parse(text()) };
}

/** A browser: a cookie jar, `Origin` on writes, redirects followed when asked to. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();
  /** `Set-Cookie` headers seen, in order. */
  readonly received: string[] = [];

  private readonly send: Send;

  constructor(send: Send) {
    this.send = send;
  }

  cookies(url: string): string {
    const own = this.jar.get(new URL(url).origin);
    return own ? [...own].map(([name, value]) => `${name}=${value}`).join("; ") : "";
  }

  setCookie(url: string, name: string, value: string): void {
    this.of(url).set(name, value);
  }

  private of(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const own = this.jar.get(origin) ?? new Map<string, string>();
    this.jar.set(origin, own);
    return own;
  }

  /** One request with this browser's cookies. */
  async go(url: string, asking: Asking = {}): Promise<Answer> {
    const cookie = this.cookies(url);
    const writes = asking.form !== undefined || asking.json !== undefined || (asking.method ?? "GET") === "POST";
    const navigates = asking.json === undefined;
    const headers = {
      accept: "text/html,*/*",
      "sec-fetch-mode": navigates ? "navigate" : "cors",
      "sec-fetch-dest": navigates ? "document" : "empty",
      ...(cookie === "" ? {} : { cookie }),
      ...(writes ? { origin: new URL(url).origin } : {}),
      ...asking.headers,
    };
    const found = await this.send(url, { ...asking, headers });
    for (const line of found.headers.getSetCookie()) this.store(url, line);
    return found;
  }

  private store(url: string, line: string): void {
    this.received.push(line);
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf("="));
    if (attributes.some((one) => /^max-age=0$/i.test(one))) this.of(url).delete(name);
    else this.of(url).set(name, pair.slice(name.length + 1));
  }

  /** Goes to a page and sends the form of it that leads to `action`, with its hidden fields and these. */
  async submit(page: string, action: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const html = (await this.go(page)).text();
    const form = new RegExp(`<form method="post" action="${action}">([\\s\\S]*?)</form>`).exec(html)?.[1] ?? "";
    const hidden = [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const own = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
    return this.go(new URL(action, page).href, { form: { ...own, ...fields } });
  }

  /** Follows redirects to the end; where it ended. */
  async open(url: string, asking: Asking = {}): Promise<Answer & { url: string }> {
    let at = url;
    let found = await this.go(at, asking);
    for (let steps = 0; steps < 12 && found.status >= 300 && found.status < 400 && found.status !== 304; steps++) {
      at = new URL(found.headers.get("location") ?? "", at).href;
      found = await this.go(at);
    }
    return { ...found, url: at };
  }
}
