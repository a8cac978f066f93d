/**
 * Plays the command towards a server under test: signs in, uploads, publishes.
 * @module
 */
import { createHash, randomUUID } from "node:crypto";
import type { Access, AppInfo, Manifest, PublishAnswer, TokenAnswer } from "../../compiler/contract/api.ts";
import type { Answer, Asking } from "./http.ts";
import type { TestHost } from "./test-host.ts";

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** A bundle that is small but whole. */
export function bundle(extra: Readonly<Record<string, string | Uint8Array>> = {}): Record<string, string | Uint8Array> {
  return {
    "index.html":
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n<title>Sales</title>\n</head>\n<body>readable</body>\n</html>\n',
    "app.json": '{"format":1}',
    "rt/0123456789abcdef/index.js": "export {};\n",
    "rt/pkg/x.whl": "wheel",
    "outputs/0123456789abcdef.json": '{"output_type":"stream"}',
    "work/data.csv": "a,b\n1,2\n",
    ...extra,
  };
}

export class Author {
  readonly host: TestHost;
  readonly token: string;
  readonly me: TokenAnswer;

  constructor(host: TestHost, me: TokenAnswer) {
    this.host = host;
    this.token = me.token;
    this.me = me;
  }

  static async owner(host: TestHost): Promise<Author> {
    const answer = await host.send(`${host.origin}/api/token`, {
      method: "POST",
      json: { grant: "owner-token", token: await host.ownerToken(), name: "test" },
    });
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.text()}`);
    return new Author(host, answer.json() as TokenAnswer);
  }

  /** One call of the API. */
  call(path: string, asking: Asking = {}): Promise<Answer> {
    return this.host.send(`${this.host.origin}${path}`, {
      ...asking,
      headers: { authorization: `Bearer ${this.token}`, ...asking.headers },
    });
  }

  get workspace(): string {
    return this.me.workspaces[0]?.id ?? "";
  }

  put(content: string | Uint8Array, workspace: string = this.workspace): Promise<Answer> {
    return this.call(`/api/workspaces/${workspace}/blobs/${sha256(content)}`, { method: "PUT", body: content });
  }

  async publish(options: Publishing = {}): Promise<PublishAnswer> {
    const answer = await this.tryPublish(options);
    if (answer.status >= 300) throw new Error(`not published: ${answer.status} ${answer.text()}`);
    return answer.json() as PublishAnswer;
  }

  /** Uploads what is missing, then publishes. */
  async tryPublish(options: Publishing = {}): Promise<Answer> {
    const { project = randomUUID(), files = bundle() } = options;
    const workspace = options.manifest?.workspace ?? this.workspace;
    const hashes = Object.values(files).map(sha256);
    const asked = await this.call(`/api/workspaces/${workspace}/missing`, { method: "POST", json: { sha256: hashes } });
    if (asked.status === 200) {
      const { missing } = asked.json() as { missing: string[] };
      for (const content of Object.values(files))
        if (missing.includes(sha256(content))) await this.put(content, workspace);
    }
    return this.call(`/api/apps/${project}`, { method: "PUT", json: { ...manifestOf(files), ...options.manifest } });
  }

  async change(app: AppInfo, change: object): Promise<AppInfo> {
    return (await this.call(`/api/apps/${app.project}`, { method: "PATCH", json: change })).json() as AppInfo;
  }
}

export interface Publishing {
  readonly project?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly manifest?: Partial<Manifest>;
}

export function manifestOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  access: Access = "workspace",
): Manifest {
  return {
    workspace: null,
    title: "Sales",
    description: "What was sold",
    access,
    embed: { allow: false, origins: [] },
    runtime: "browser",
    files: Object.entries(files).map(([path, content]) => ({
      path,
      sha256: sha256(content),
      size: Buffer.byteLength(content),
    })),
    blocks: [],
    notes: "",
    follows: null,
  };
}
