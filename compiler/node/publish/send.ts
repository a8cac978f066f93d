/**
 * Sends a prepared version: what the server lacks, then the manifest, which makes it visible in one step.
 * @module
 */
import type { PublishAnswer, ServerLimits } from "../../contract/api.ts";
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
}

/** Publishes. On failure the visible version is the old one. @throws {@link ServerError} */
export async function send(prepared: Prepared, options: SendOptions): Promise<Sent> {
  const { server, limits } = options;
  if (prepared.manifest.files.length > limits.files)
    throw new ServerError(
      "too-large",
      `The app has ${prepared.manifest.files.length} files; this server takes ${limits.files}. Leave some out with .appignore.`,
    );
  let uploaded = await uploadMissing(prepared.blobs, options);
  for (let again = false; ; again = true) {
    try {
      return { ...(await server.publish(prepared.project, prepared.manifest)), uploaded };
    } catch (error) {
      // What was there a moment ago may have been cleaned away; once more, then it is a fault of the server.
      if (!(error instanceof ServerError && error.code === "missing-blobs") || again) throw error;
      const more = await uploadMissing(prepared.blobs, options);
      uploaded = { blobs: uploaded.blobs + more.blobs, bytes: uploaded.bytes + more.bytes };
    }
  }
}
