/**
 * Calls to a publishing server: one function a call of `compiler/contract/api.ts`, answers checked, refusals as {@link ServerError}.
 * @module
 */
import type { ReadableStream } from "node:stream/web";
import type {
  Analytics,
  ApiFault,
  AppChange,
  AppDetails,
  AppInfo,
  AppList,
  DeviceRequest,
  DeviceStart,
  Manifest,
  Me,
  People,
  PublishAnswer,
  Role,
  ServerInfo,
  TokenAnswer,
  TokenRequest,
  UploadInfo,
  UploadRequest,
  VersionList,
  WorkspaceInfo,
} from "../../contract/api.ts";
import {
  analytics,
  apiFault,
  appAnswer,
  appDetails,
  appList,
  deviceStart,
  meAnswer,
  missingAnswer,
  people,
  publishAnswer,
  serverInfo,
  tokenAnswer,
  uploadInfo,
  versionList,
  workspaceInfo,
} from "../../contract/parse-api.ts";
import { type Check, parseAs } from "../../contract/shape.ts";
import { ServerError } from "./server-error.ts";

/** Bytes to send, made anew for each attempt. */
export interface Payload {
  readonly size: number;
  readonly open: () => ReadableStream<Uint8Array>;
}

interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly json?: unknown;
  readonly bytes?: Payload;
  /** Whether doing it twice is as good as once, so that it may be tried again. Default: all but POST. */
  readonly repeatable?: boolean;
}

const ATTEMPTS = 4;
/** Milliseconds until an answer must have begun; for uploads, without a byte taken. */
const PATIENCE = 60_000;

export class ServerClient {
  readonly origin: string;
  private readonly token: string | null;

  constructor(origin: string, token: string | null) {
    this.origin = origin;
    this.token = token;
  }

  info(): Promise<ServerInfo> {
    return this.ask("/api", serverInfo);
  }
  startDevice(json: DeviceRequest): Promise<DeviceStart> {
    return this.ask("/api/device", deviceStart, { method: "POST", json });
  }
  getToken(json: TokenRequest): Promise<TokenAnswer> {
    return this.ask("/api/token", tokenAnswer, { method: "POST", json });
  }
  endToken(): Promise<void> {
    return this.tell("/api/token", { method: "DELETE" });
  }
  endSessions(): Promise<void> {
    return this.tell("/api/sessions", { method: "DELETE" });
  }
  me(): Promise<Me> {
    return this.ask("/api/me", meAnswer);
  }
  createWorkspace(name: string): Promise<WorkspaceInfo> {
    return this.ask("/api/workspaces", workspaceInfo, { method: "POST", json: { name } });
  }

  async missing(workspace: string, sha256: readonly string[]): Promise<readonly string[]> {
    const path = `/api/workspaces/${encodeURIComponent(workspace)}/missing`;
    return (await this.ask(path, missingAnswer, { method: "POST", json: { sha256 }, repeatable: true })).missing;
  }
  putBlob(workspace: string, sha256: string, bytes: Payload): Promise<void> {
    return this.tell(`/api/workspaces/${encodeURIComponent(workspace)}/blobs/${sha256}`, { method: "PUT", bytes });
  }
  startUpload(workspace: string, json: UploadRequest): Promise<UploadInfo> {
    const path = `/api/workspaces/${encodeURIComponent(workspace)}/uploads`;
    return this.ask(path, uploadInfo, { method: "POST", json, repeatable: true });
  }
  putPart(workspace: string, upload: string, { part, bytes }: { part: number; bytes: Payload }): Promise<void> {
    const path = `/api/workspaces/${encodeURIComponent(workspace)}/uploads/${encodeURIComponent(upload)}/${part}`;
    return this.tell(path, { method: "PUT", bytes });
  }
  finishUpload(workspace: string, upload: string): Promise<void> {
    const path = `/api/workspaces/${encodeURIComponent(workspace)}/uploads/${encodeURIComponent(upload)}`;
    return this.tell(path, { method: "POST", repeatable: true });
  }

  apps(): Promise<AppList> {
    return this.ask("/api/apps", appList);
  }
  app(project: string): Promise<AppDetails> {
    return this.ask(appPath(project), appDetails);
  }
  publish(project: string, json: Manifest): Promise<PublishAnswer> {
    return this.ask(appPath(project), publishAnswer, { method: "PUT", json });
  }
  change(project: string, json: AppChange): Promise<AppInfo> {
    return this.ask(appPath(project), appAnswer, { method: "PATCH", json });
  }
  remove(project: string): Promise<void> {
    return this.tell(appPath(project), { method: "DELETE" });
  }
  versions(project: string): Promise<VersionList> {
    return this.ask(`${appPath(project)}/versions`, versionList);
  }
  rollback(project: string, version: string | null): Promise<PublishAnswer> {
    return this.ask(`${appPath(project)}/rollback`, publishAnswer, { method: "POST", json: { version } });
  }
  rotate(project: string): Promise<AppInfo> {
    return this.ask(`${appPath(project)}/rotate`, appAnswer, { method: "POST" });
  }
  analytics(project: string): Promise<Analytics> {
    return this.ask(`${appPath(project)}/analytics`, analytics);
  }

  /** Of an app (its collaborators) or of a workspace (its members). */
  people(group: PeopleOf): Promise<People> {
    return this.ask(peoplePath(group), people);
  }
  setPerson(group: PeopleOf, email: string, role: Role): Promise<void> {
    return this.tell(`${peoplePath(group)}/${encodeURIComponent(email)}`, { method: "PUT", json: { role } });
  }
  removePerson(group: PeopleOf, email: string): Promise<void> {
    return this.tell(`${peoplePath(group)}/${encodeURIComponent(email)}`, { method: "DELETE" });
  }

  private async ask<T>(path: string, check: Check<T>, call: Call = { method: "GET" }): Promise<T> {
    const response = await this.send(path, call);
    const body: unknown = await response.json().catch(() => null);
    const parsed = parseAs(check, body, "The answer");
    if (parsed.ok) return parsed.value;
    throw new ServerError(
      "unreachable",
      `${this.origin} answered with something that is no notebook-app server's answer (${parsed.fault.message}) Check the address and its version.`,
    );
  }

  private async tell(path: string, call: Call): Promise<void> {
    const response = await this.send(path, call);
    await response.body?.cancel();
  }

  private async send(path: string, call: Call): Promise<Response> {
    const repeatable = call.repeatable ?? call.method !== "POST";
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(path, call).catch((error: unknown) => error);
      if (answer instanceof Response && answer.ok) return answer;
      const again = !(answer instanceof Response) || answer.status >= 500 || [408, 429].includes(answer.status);
      if (!again || !repeatable || attempt === ATTEMPTS) throw await this.failure(answer);
      if (answer instanceof Response) await answer.body?.cancel();
      await pause(answer, attempt);
    }
  }

  private async attempt(path: string, { method, json, bytes }: Call): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (this.token !== null) headers.authorization = `Bearer ${this.token}`;
    const init: RequestInit = { method, headers, redirect: "manual" };
    if (json !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(json);
    } else if (bytes) {
      headers["content-type"] = "application/octet-stream";
      headers["content-length"] = String(bytes.size);
      return this.upload(path, init, bytes);
    }
    return fetch(this.origin + path, { ...init, signal: AbortSignal.timeout(PATIENCE) });
  }

  /** An upload may take as long as it takes, but not stand still. */
  private async upload(path: string, init: RequestInit, bytes: Payload): Promise<Response> {
    const abort = new AbortController();
    const late = (): void => abort.abort(new DOMException("The server takes no more bytes.", "TimeoutError"));
    let timer: ReturnType<typeof setTimeout> | null = setTimeout(late, PATIENCE);
    const watched = bytes.open().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (piece, controller) => {
          // Bytes that are still on their way when the answer is there start no clock.
          if (timer !== null) {
            clearTimeout(timer);
            timer = setTimeout(late, PATIENCE);
          }
          controller.enqueue(piece);
        },
      }),
    );
    try {
      // Empty bodies are sent as such: a stream would lose its length.
      const body = bytes.size === 0 ? { body: "" } : { body: watched, duplex: "half" as const };
      return await fetch(this.origin + path, { ...init, ...body, signal: abort.signal });
    } finally {
      clearTimeout(timer);
      timer = null;
    }
  }

  private async failure(answer: unknown): Promise<ServerError> {
    if (!(answer instanceof Response))
      return new ServerError(
        "unreachable",
        `${this.origin} did not answer. Check the address and the network, and that the server runs.`,
        { cause: answer },
      );
    const fault = parseAs(apiFault, await answer.json().catch(() => null), "The refusal");
    if (fault.ok) return refusal(fault.value);
    const to = answer.headers.get("location");
    const moved = answer.status >= 300 && answer.status < 400 && to !== null;
    return new ServerError(
      "unreachable",
      moved
        ? `${this.origin} sends elsewhere (${new URL(to, this.origin).origin}). Give that address if you trust it.`
        : `${this.origin} answered ${answer.status}, not as a notebook-app server does. Check the address, or try again later.`,
    );
  }
}

/** Whose people are meant. */
export type PeopleOf = { readonly project: string } | { readonly workspace: string };

function peoplePath(group: PeopleOf): string {
  return "project" in group
    ? `${appPath(group.project)}/collaborators`
    : `/api/workspaces/${encodeURIComponent(group.workspace)}/members`;
}

function appPath(project: string): string {
  return `/api/apps/${encodeURIComponent(project)}`;
}

function refusal({ code, message, help, missing }: ApiFault): ServerError {
  return new ServerError(code, help === "" ? message : `${message} ${help}`, missing ? { missing } : {});
}

/** Waits as long as the server asks for, or a little longer each time. */
function pause(answer: unknown, attempt: number): Promise<void> {
  const asked = answer instanceof Response ? Number(answer.headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  const millis = Number.isFinite(asked) ? Math.min(asked, 30) * 1000 : 250 * 3 ** (attempt - 1);
  return new Promise((resolve) => setTimeout(resolve, millis));
}
