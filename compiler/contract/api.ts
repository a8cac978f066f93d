/**
 * The HTTP API between the command (and the editor) and a publishing server: plain JSON, every time in ISO 8601, every size in bytes.
 *
 * | call | body → answer |
 * | --- | --- |
 * | `GET /api` | → {@link ServerInfo}; needs no token |
 * | `POST /api/device` | {@link DeviceRequest} → {@link DeviceStart}; needs no token |
 * | `POST /api/token` | {@link TokenRequest} → {@link TokenAnswer}; needs no token; 428 `pending` until a device is confirmed |
 * | `DELETE /api/token` | → 204: this token ends |
 * | `DELETE /api/sessions` | → 204: every session and token of this person ends |
 * | `GET /api/me` | → {@link Me} |
 * | `POST /api/workspaces` | {@link WorkspaceRequest} → {@link WorkspaceInfo} |
 * | `GET /api/workspaces/W/members` | → {@link People} |
 * | `PUT, DELETE /api/workspaces/W/members/EMAIL` | {@link RoleRequest} → 204 |
 * | `POST /api/workspaces/W/missing` | {@link MissingRequest} → {@link MissingAnswer} |
 * | `HEAD, PUT /api/workspaces/W/blobs/SHA256` | the bytes, with `Content-Length` → 201, or 200 when it was there |
 * | `POST /api/workspaces/W/uploads` | {@link UploadRequest} → {@link UploadInfo}; the same request finds an upload that was begun |
 * | `PUT /api/workspaces/W/uploads/U/N` | the bytes of part N (from 1) → 204 |
 * | `POST /api/workspaces/W/uploads/U` | → 201: all parts are there and give the sha256 |
 * | `GET /api/apps` | → {@link AppList}: what this person may change or open |
 * | `PUT /api/apps/P` | {@link Manifest} → {@link PublishAnswer}; 409 `missing-blobs` with `missing` |
 * | `GET /api/apps/P` | → {@link AppDetails} |
 * | `PATCH /api/apps/P` | {@link AppChange} → {@link AppInfo} |
 * | `DELETE /api/apps/P` | → 204: page, files, versions, kernels and listing are gone |
 * | `GET /api/apps/P/versions` | → {@link VersionList}, newest first |
 * | `POST /api/apps/P/rollback` | {@link RollbackRequest} → {@link PublishAnswer} |
 * | `POST /api/apps/P/rotate` | → {@link AppInfo} with a new link; the old one is dead |
 * | `GET /api/apps/P/collaborators` | → {@link People} |
 * | `PUT, DELETE /api/apps/P/collaborators/EMAIL` | {@link RoleRequest} → 204 |
 * | `GET /api/apps/P/analytics` | → {@link Analytics} |
 *
 * `P` is a project's UUID, `W` a workspace's id. Calls with a token send `Authorization: Bearer …`.
 * Every refusal is a 4xx with an {@link ApiFault}.
 * @module
 */
import type { ProjectId } from "./ids.ts";

/** Grows when older commands could not talk to a server any more. */
export const API_VERSION = 1;

/** SPEC section 8. */
export type Access = "workspace" | "link" | "public";
/** Of a member in a workspace, and of a collaborator in one project. Each may do what the ones after it may. */
export type Role = "owner" | "editor" | "viewer";

/** Why a call was refused: a code to switch on, what happened, and what to do about it. */
export interface ApiFault {
  readonly code: ApiCode;
  readonly message: string;
  readonly help: string;
  /** For `missing-blobs`: their sha256. */
  readonly missing?: readonly string[];
}

export const API_CODES = [
  "bad-request",
  "not-signed-in",
  "forbidden",
  "not-found",
  "method-not-allowed",
  "conflict",
  "missing-blobs",
  "gone",
  "broken-off",
  "length-required",
  "too-large",
  "wrong-digest",
  "bad-range",
  "wrong-host",
  "pending",
  "slow-down",
  "internal",
] as const;
export type ApiCode = (typeof API_CODES)[number];

export interface ServerInfo {
  readonly server: "notebook-app";
  readonly api: number;
  /** The main site's origin, without a final slash. */
  readonly origin: string;
  /** `owner-token`: {@link TokenRequest} with that grant; `device`: sign in with a browser. */
  readonly signIn: readonly ("owner-token" | "device")[];
  readonly limits: ServerLimits;
}
export interface ServerLimits {
  /** Largest body of one `PUT …/blobs/…`; what is larger goes up in parts. */
  readonly blob: number;
  /** Size of each part but the last. */
  readonly part: number;
  /** Largest file. */
  readonly file: number;
  /** Most files in one app. */
  readonly files: number;
}

export interface DeviceRequest {
  /** Shown to the person who confirms, e.g. the machine's name. */
  readonly name: string;
}
/** As in RFC 8628: the person opens `url` in a browser and checks that it shows `userCode`. */
export interface DeviceStart {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly url: string;
  /** Seconds between two asks for the token. */
  readonly interval: number;
  readonly expires: string;
}
export type TokenRequest =
  | { readonly grant: "owner-token"; readonly token: string; readonly name: string }
  | { readonly grant: "device"; readonly deviceCode: string };
export interface TokenAnswer extends Me {
  readonly token: string;
  readonly expires: string;
}

export interface Me {
  readonly email: string;
  readonly workspaces: readonly WorkspaceInfo[];
}
export interface WorkspaceInfo {
  readonly id: string;
  readonly name: string;
  /** Of the person who asks. */
  readonly role: Role;
}
export interface WorkspaceRequest {
  readonly name: string;
}
export interface Person {
  readonly email: string;
  readonly role: Role;
}
export interface People {
  readonly people: readonly Person[];
}
export interface RoleRequest {
  readonly role: Role;
}

export interface MissingRequest {
  /** Lower-case hexadecimal. */
  readonly sha256: readonly string[];
}
export interface MissingAnswer {
  readonly missing: readonly string[];
}
export interface UploadRequest {
  readonly sha256: string;
  readonly size: number;
}
export interface UploadInfo {
  readonly id: string;
  readonly part: number;
  /** Numbers (from 1) of the parts that are still to be sent; empty when all are there. */
  readonly missing: readonly number[];
}

export interface ManifestFile {
  /** In the bundle, `/` between parts. What lies in `private/` is kept and never served. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}
/** What a later publish needs to recognise a block, also in a copy of the notebook. */
export interface BlockMark {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** sha256 of the block's content. */
  readonly content: string;
}
/** An origin, or with `*.` every name below one. */
export const ORIGIN: RegExp = /^https?:\/\/(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?$/;

export interface EmbedRule {
  readonly allow: boolean;
  /** Origins that may frame and embed; empty with `allow` means every one. */
  readonly origins: readonly string[];
}
/** All of one version. Its blobs must be there; the switch to it is atomic. */
export interface Manifest {
  /** Where a new app goes; `null`: the person's first workspace. An app that exists stays where it is. */
  readonly workspace: string | null;
  readonly title: string;
  readonly description: string;
  /** `null` keeps what the app has; a new app then begins with `workspace`. */
  readonly access: Access | null;
  readonly embed: EmbedRule;
  readonly runtime: "browser" | "server";
  readonly files: readonly ManifestFile[];
  readonly blocks: readonly BlockMark[];
  /** What the author's tools keep with the version and get back in {@link AppDetails}; a server does not look into it. */
  readonly notes: string;
  /** The version that this one is meant to follow: another one there is a 409 `conflict`. `null` follows any. */
  readonly follows: string | null;
}
export interface PublishAnswer {
  readonly app: AppInfo;
  readonly version: VersionInfo;
  /** Whether the app is new. */
  readonly created: boolean;
}

export interface AppInfo {
  readonly project: ProjectId;
  readonly workspace: string;
  readonly title: string;
  readonly description: string;
  readonly access: Access;
  readonly embed: EmbedRule;
  readonly runtime: "browser" | "server";
  /** Absolute, with a final slash. */
  readonly link: string;
  /** The id of the visible version. */
  readonly version: string;
  readonly updated: string;
  /** Of the person who asks. */
  readonly role: Role;
}
export interface AppList {
  readonly apps: readonly AppInfo[];
}
export interface AppDetails extends AppInfo {
  /** Of the visible version. */
  readonly blocks: readonly BlockMark[];
  readonly files: readonly ManifestFile[];
  /** As its publish gave them. */
  readonly notes: string;
}
/** Keys that are missing stay as they are. */
export interface AppChange {
  readonly access?: Access;
  readonly embed?: EmbedRule;
}
export interface VersionInfo {
  readonly id: string;
  /** Counts up from 1 in each app. */
  readonly number: number;
  readonly created: string;
  readonly by: string;
  readonly files: number;
  readonly bytes: number;
  readonly visible: boolean;
}
export interface VersionList {
  readonly versions: readonly VersionInfo[];
}
export interface RollbackRequest {
  /** `null`: the one before the visible one. */
  readonly version: string | null;
}

export interface Analytics {
  /** Newest first; days (UTC) without views or runs are left out. */
  readonly days: readonly { readonly day: string; readonly viewers: number; readonly runs: number }[];
}
