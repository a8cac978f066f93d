/**
 * Checks of the HTTP API's messages, for both ends of it.
 * @module
 */
import {
  type Access,
  type Analytics,
  API_CODES,
  type ApiFault,
  type AppChange,
  type AppDetails,
  type AppInfo,
  type AppList,
  type BlockMark,
  type DeviceRequest,
  type DeviceStart,
  type EmbedRule,
  type Manifest,
  type ManifestFile,
  type Me,
  type MissingAnswer,
  type MissingRequest,
  ORIGIN,
  type People,
  type Person,
  type PublishAnswer,
  type Role,
  type RoleRequest,
  type RollbackRequest,
  type ServerInfo,
  type ServerLimits,
  type TokenAnswer,
  type TokenRequest,
  type UploadInfo,
  type UploadRequest,
  type VersionInfo,
  type VersionList,
  type WorkspaceInfo,
  type WorkspaceRequest,
} from "./api.ts";
import { type ProjectId, projectId } from "./ids.ts";
import { failure, success } from "./outcome.ts";
import { type Check, list, maybe, oneOf, otherwise, record, text, truth, whole } from "./shape.ts";

const LARGEST = 5 * 1024 ** 3;
const MOST_FILES = 20_000;

const line = (max: number): Check<string> => text(max, /^[^\p{Cc}]*$/u, `one line of at most ${max} characters`);
const email = text(254, /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, "an e-mail address");
const sha256 = text(64, /^[0-9a-f]{64}$/, "a sha256 in lower-case hexadecimal");
const id = text(64, /^[A-Za-z0-9_-]+$/, "an id");
const time = text(40);
const access: Check<Access> = oneOf("workspace", "link", "public");
const role: Check<Role> = oneOf("owner", "editor", "viewer");
const runtime = oneOf("browser", "server");

const project: Check<ProjectId> = (value, at) => {
  const found = typeof value === "string" ? projectId(value) : null;
  return found === null ? failure("invalid", `${at} must be a UUID.`) : success(found);
};

/** A path in a bundle: no empty, `.` or `..` part, nothing that a file system or a header could misread. */
export const bundlePath: Check<string> = (value, at) =>
  typeof value === "string" && isBundlePath(value)
    ? success(value)
    : failure(
        "invalid",
        `${at} must be a relative path: no empty, '.' or '..' part, no backslash or control character.`,
      );

/** See {@link bundlePath}. */
export function isBundlePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 1024 &&
    path.isWellFormed() &&
    !/[\p{Cc}\\]/u.test(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}

/** An origin such as `https://example.org`. */
const origin: Check<string> = (value, at) =>
  typeof value === "string" && value.length <= 300 && ORIGIN.test(value)
    ? success(value)
    : failure("invalid", `${at} must be an origin, such as 'https://example.org'.`);
const embed: Check<EmbedRule> = record<EmbedRule>({ allow: truth, origins: list(origin, 100) });

const workspace: Check<WorkspaceInfo> = record<WorkspaceInfo>({ id, name: text(100), role });
const me = { email, workspaces: list(workspace, 1000) };
const file: Check<ManifestFile> = record<ManifestFile>({ path: bundlePath, sha256, size: whole(0, LARGEST) });
const block: Check<BlockMark> = record<BlockMark>({
  id: text(200),
  type: text(100),
  title: text(300),
  content: sha256,
});
const app = {
  project,
  workspace: id,
  title: text(300),
  description: text(2000),
  access,
  embed,
  runtime,
  link: text(2000),
  version: id,
  updated: time,
  role,
};
const appInfo: Check<AppInfo> = record<AppInfo>(app);
const versionInfo: Check<VersionInfo> = record<VersionInfo>({
  id,
  number: whole(1, 1e9),
  created: time,
  by: text(254),
  files: whole(0, MOST_FILES),
  bytes: whole(0, Number.MAX_SAFE_INTEGER),
  visible: truth,
});

export const apiFault: Check<ApiFault> = (value, at) => {
  const found = record<{ code: ApiFault["code"]; message: string; help: string; missing: readonly string[] | null }>({
    code: oneOf(...API_CODES),
    message: text(4000),
    help: text(4000),
    missing: maybe(list(sha256, MOST_FILES)),
  })(value, at);
  if (!found.ok) return found;
  const { missing, ...fault } = found.value;
  return success(missing === null ? fault : { ...fault, missing });
};
export const serverInfo: Check<ServerInfo> = record<ServerInfo>({
  server: oneOf("notebook-app"),
  api: whole(1, 1000),
  origin: text(300),
  signIn: list(oneOf("owner-token", "device"), 10),
  limits: record<ServerLimits>({
    blob: whole(1, LARGEST),
    part: whole(1, LARGEST),
    file: whole(1, LARGEST),
    files: whole(1, MOST_FILES),
  }),
});
export const deviceRequest: Check<DeviceRequest> = record<DeviceRequest>({ name: line(100) });
export const deviceStart: Check<DeviceStart> = record<DeviceStart>({
  deviceCode: text(200),
  userCode: text(20),
  url: text(2000),
  interval: whole(1, 600),
  expires: time,
});
export const tokenRequest: Check<TokenRequest> = (value, at) => {
  const kind = record<{ grant: TokenRequest["grant"] }>({ grant: oneOf("owner-token", "device") })(value, at);
  if (!kind.ok) return kind;
  const { grant } = kind.value;
  return grant === "device"
    ? record<Extract<TokenRequest, { grant: "device" }>>({ grant: oneOf("device"), deviceCode: text(200) })(value, at)
    : record<Extract<TokenRequest, { grant: "owner-token" }>>({
        grant: oneOf("owner-token"),
        token: text(200),
        name: line(100),
      })(value, at);
};
export const tokenAnswer: Check<TokenAnswer> = record<TokenAnswer>({ ...me, token: text(200), expires: time });
export const meAnswer: Check<Me> = record<Me>(me);
export const workspaceRequest: Check<WorkspaceRequest> = record<WorkspaceRequest>({ name: line(100) });
export const workspaceInfo: Check<WorkspaceInfo> = workspace;
export const emailAddress: Check<string> = email;
export const people: Check<People> = record<People>({ people: list(record<Person>({ email, role }), 10_000) });
export const roleRequest: Check<RoleRequest> = record<RoleRequest>({ role });
export const missingRequest: Check<MissingRequest> = record<MissingRequest>({ sha256: list(sha256, MOST_FILES) });
export const missingAnswer: Check<MissingAnswer> = record<MissingAnswer>({ missing: list(sha256, MOST_FILES) });
export const uploadRequest: Check<UploadRequest> = record<UploadRequest>({ sha256, size: whole(1, LARGEST) });
export const uploadInfo: Check<UploadInfo> = record<UploadInfo>({
  id,
  part: whole(1, LARGEST),
  missing: list(whole(1, 10_000), 10_000),
});
export const manifest: Check<Manifest> = record<Manifest>({
  workspace: maybe(id),
  title: line(300),
  description: text(2000),
  access: maybe(access),
  embed: otherwise(embed, { allow: false, origins: [] }),
  runtime: otherwise(runtime, "browser"),
  files: list(file, MOST_FILES),
  blocks: otherwise(list(block, 5000), []),
  notes: otherwise(text(1_000_000), ""),
  follows: maybe(id),
});
export const publishAnswer: Check<PublishAnswer> = record<PublishAnswer>({
  app: appInfo,
  version: versionInfo,
  created: truth,
});
export const appAnswer: Check<AppInfo> = appInfo;
export const appList: Check<AppList> = record<AppList>({ apps: list(appInfo, 100_000) });
export const appDetails: Check<AppDetails> = record<AppDetails>({
  ...app,
  blocks: list(block, 5000),
  files: list(file, MOST_FILES),
  notes: otherwise(text(1_000_000), ""),
});
export const appChange: Check<AppChange> = (value, at) => {
  const found = record<{ access: Access | null; embed: EmbedRule | null }>({
    access: maybe(access),
    embed: maybe(embed),
  })(value, at);
  if (!found.ok) return found;
  const change = {
    ...(found.value.access && { access: found.value.access }),
    ...(found.value.embed && { embed: found.value.embed }),
  };
  return Object.keys(change).length > 0 ? success(change) : failure("invalid", `${at} must have 'access' or 'embed'.`);
};
export const versionList: Check<VersionList> = record<VersionList>({ versions: list(versionInfo, 100_000) });
export const rollbackRequest: Check<RollbackRequest> = record<RollbackRequest>({ version: maybe(id) });
export const analytics: Check<Analytics> = record<Analytics>({
  days: list(
    record<Analytics["days"][number]>({ day: text(10), viewers: whole(0, 1e12), runs: whole(0, 1e12) }),
    100_000,
  ),
});
