/**
 * Sends a prepared version: what the server lacks, then the manifest, which makes it visible in one step.
 * @module
 */
import type { AppDetails, Manifest, PublishAnswer, ServerLimits } from "../../contract/api.ts";
import type { Prepared } from "./prepare.ts";
import type { ServerClient } from "./server-client.ts";
import { ServerError } from "./server-error.ts";
import { type Uploaded, type UploadProgress, uploadMissing } from "./upload.ts";

export interface SendOptions {
  readonly server: ServerClient;
  readonly limits: ServerLimits;
  readonly workspace: string;
  readonly onProgress?: (progress: UploadProgress) => void;
}

/** What was sent and what it became. */
export interface Sent extends PublishAnswer {
  readonly uploaded: Uploaded;
  /** The visible version was this already. */
  readonly unchanged: boolean;
}

/** Publishes. On failure the visible version is the old one. @throws {@link ServerError} */
export async function send(prepared: Prepared, options: SendOptions): Promise<Sent> {
  const { server, limits } = options;
  if (prepared.manifest.files.length > limits.files)
    throw new ServerError(
      "too-large",
      `The app has ${prepared.manifest.files.length} files; this server takes ${limits.files}. Leave some out with .appignore.`,
    );
  const unchanged = await visibleVersion(prepared, server);
  if (unchanged) return unchanged;
  let uploaded = await uploadMissing(prepared.blobs, options);
  for (let again = false; ; again = true) {
    try {
      return { ...(await server.publish(prepared.project, prepared.manifest)), uploaded, unchanged: false };
    } catch (error) {
      // What was there a moment ago may have been cleaned away; once more, then it is a fault of the server.
      if (!(error instanceof ServerError && error.code === "missing-blobs") || again) throw error;
      const more = await uploadMissing(prepared.blobs, options);
      uploaded = { blobs: uploaded.blobs + more.blobs, bytes: uploaded.bytes + more.bytes };
    }
  }
}

/** What is visible already, if that is all that this publish would make. */
async function visibleVersion({ project, before, manifest }: Prepared, server: ServerClient): Promise<Sent | null> {
  if (!before || !isSame(before, manifest)) return null;
  const { versions } = await server.versions(project);
  const version = versions.find(({ visible }) => visible);
  return version ? { app: before, version, created: false, uploaded: { blobs: 0, bytes: 0 }, unchanged: true } : null;
}

/** What a version says beside its files. */
type Told = "title" | "description" | "embed" | "runtime" | "notes";

function isSame(before: AppDetails, manifest: Manifest): boolean {
  const files = ({ files: all }: Pick<Manifest, "files">): string =>
    all
      .map(({ path, sha256 }) => `${sha256} ${path}`)
      .sort()
      .join("\n");
  const told = ({ title, description, embed, runtime, notes }: Pick<Manifest, Told>): string =>
    JSON.stringify([title, description, embed.allow, embed.origins, runtime, notes]);
  const access = manifest.access ?? before.access;
  return access === before.access && told(before) === told(manifest) && files(before) === files(manifest);
}
