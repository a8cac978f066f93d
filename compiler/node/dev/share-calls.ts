/**
 * Publishing from the editor: what its share panel asks, done with the same parts as the commands. Every answer is an outcome in words.
 * @module
 */
import type { Access, AppDetails, AppInfo, ServerInfo } from "../../contract/api.ts";
import { type ProjectId, projectId } from "../../contract/ids.ts";
import { isSuspect, type Review } from "../../publish/review.ts";
import { compileNotebook, examineNotebook, type NotebookOptions } from "../compile-notebook.ts";
import { compileForApp } from "../publish/compile-for-app.ts";
import { Credentials } from "../publish/credentials.ts";
import { type Prepared, prepare } from "../publish/prepare.ts";
import { send } from "../publish/send.ts";
import { ServerClient } from "../publish/server-client.ts";
import { ServerError } from "../publish/server-error.ts";
import { signInAsOwner } from "../publish/sign-in.ts";
import { AuthorFiles } from "./author-files.ts";
import type { EditorCalls } from "./editor-routes.ts";

/** What the share panel shows. */
export interface ShareState {
  /** Where the app is or would be published; `null` while no server is known. */
  readonly server: string | null;
  /** Whether this machine is signed in there. */
  readonly signedIn: boolean;
  /** `null` while the app is not published. */
  readonly app: Pick<AppInfo, "link" | "access" | "updated" | "role"> | null;
  /** The page that lists public apps; `null` while the app is not published. */
  readonly publicPage: string | null;
  /** Apps that a notebook which is not published yet can be the next version of. */
  readonly others: readonly { readonly project: ProjectId; readonly title: string }[];
  /** Viewers and runs of the last days together; `null` while the app is not published. */
  readonly use: { readonly viewers: number; readonly runs: number; readonly days: number } | null;
}

/** Starts a publishing server on this machine; gives its origin and a link that signs its owner in. */
export type StartServer = () => Promise<{ readonly origin: string; readonly ownerLink: string | null }>;

/** An app that this notebook can be published as: by the project that its settings name. */
export function shareCalls(file: string, options: NotebookOptions, startServer: StartServer): EditorCalls {
  const share = new Share(file, options, startServer);
  const call =
    (act: (body: unknown) => Promise<object>) =>
    async (body: unknown): Promise<object> => {
      try {
        return { ok: true, ...(await act(body)) };
      } catch (error) {
        return { ok: false, why: error instanceof Error ? error.message : String(error) };
      }
    };
  return {
    share: call(() => share.state()),
    "sign-in": call((body) => share.signIn(textOf(body, "to"), textOf(body, "token"))),
    "start-server": call(() => share.start()),
    review: call((body) => share.review(projectOf(body))),
    publish: call((body) => share.publish(Reflect.get(Object(body), "yes") === true, projectOf(body))),
    unpublish: call(() => share.unpublish()),
    rotate: call(() => share.rotate()),
    access: call((body) => share.access(textOf(body, "access"))),
  };
}

function textOf(body: unknown, key: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;
  if (typeof value === "string") return value;
  throw new ServerError("bad-request", `'${key}' is missing.`);
}

/** A version that could be sent now. */
interface Ready {
  readonly prepared: Prepared;
  readonly server: ServerClient;
  readonly info: ServerInfo;
  readonly workspace: string;
  /** Writes a new project's id into the settings file. */
  readonly keep: () => void;
}

/** The app that a copy is to be published as; `null` for the notebook's own. */
function projectOf(body: unknown): ProjectId | null {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "as") : null;
  return typeof value === "string" ? projectId(value) : null;
}

const DAYS = 30;
const SUSPECT = "Something looks like a secret. Look at the problems, then publish anyway if it is none.";

class Share {
  private readonly file: string;
  private readonly options: NotebookOptions;
  private readonly startServer: StartServer;
  private readonly credentials = new Credentials();

  constructor(file: string, options: NotebookOptions, startServer: StartServer) {
    this.file = file;
    this.options = options;
    this.startServer = startServer;
  }

  private get project(): ProjectId | null {
    const { settings, document } = examineNotebook(this.file, this.options);
    return settings.project ?? document?.project ?? null;
  }

  private get origin(): string | null {
    return process.env.NOTEBOOK_APP_SERVER ?? this.credentials.serverOf(this.project);
  }

  /** @throws {@link ServerError} `not-signed-in` */
  private server(): ServerClient {
    const { origin } = this;
    const token =
      process.env.NOTEBOOK_APP_TOKEN ?? (origin === null ? undefined : this.credentials.find(origin)?.token);
    if (origin === null || !token) throw new ServerError("not-signed-in", "Sign in at a publishing server first.");
    return new ServerClient(origin, token);
  }

  async state(): Promise<ShareState> {
    const { origin } = this;
    const signedIn =
      origin !== null && (process.env.NOTEBOOK_APP_TOKEN !== undefined || this.credentials.find(origin) !== null);
    const app = signedIn ? await this.app() : null;
    return {
      server: origin,
      signedIn,
      app: app && { link: app.link, access: app.access, updated: app.updated, role: app.role },
      publicPage: app && origin !== null ? new URL("/", origin).href : null,
      others: signedIn && !app ? await this.others() : [],
      use: app && (await this.use(app)),
    };
  }

  private async app(): Promise<AppDetails | null> {
    const { project } = this;
    if (project === null) return null;
    try {
      return await this.server().app(project);
    } catch (error) {
      if (error instanceof ServerError && error.code === "not-found") return null;
      throw error;
    }
  }

  private async others(): Promise<ShareState["others"]> {
    const { apps } = await this.server().apps();
    return apps.filter(({ role }) => role !== "viewer").map(({ project, title }) => ({ project, title }));
  }

  private async use({ project }: AppInfo): Promise<ShareState["use"]> {
    const { days } = await this.server().analytics(project);
    const recent = days.slice(0, DAYS);
    const sum = (key: "viewers" | "runs"): number => recent.reduce((total, day) => total + day[key], 0);
    return { viewers: sum("viewers"), runs: sum("runs"), days: DAYS };
  }

  async signIn(to: string, token: string): Promise<ShareState> {
    const given = /^https?:\/\//.test(token) && to.trim() === "" ? token : to;
    if (!URL.canParse(given))
      throw new ServerError("bad-request", "Give the server's address, such as https://apps.example.org.");
    const { origin } = new URL(given);
    this.credentials.keep(origin, await signInAsOwner(new ServerClient(origin, null), token));
    return this.state();
  }

  async start(): Promise<ShareState> {
    const { origin, ownerLink } = await this.startServer();
    if (ownerLink !== null)
      this.credentials.keep(origin, await signInAsOwner(new ServerClient(origin, null), ownerLink));
    return this.state();
  }

  private async prepared(copyOf: ProjectId | null): Promise<Ready> {
    const server = this.server();
    const info = await server.info();
    const ready = await compileForApp({
      compile: (more) => compileNotebook(this.file, { ...this.options, ...more }),
      copyOf,
      server: async () => server,
    });
    const { workspaces } = await server.me();
    const workspace = ready.before?.workspace ?? workspaces.find(({ role }) => role !== "viewer")?.id;
    if (workspace === undefined) throw new ServerError("forbidden", "You may publish in no workspace there.");
    const prepared = await prepare(ready.compiled, { ...ready, workspace, access: null });
    if (!prepared) throw new ServerError("bad-request", "The notebook has errors. They are listed under Problems.");
    return { prepared, server, info, workspace, keep: () => ready.compiled.keepProject() };
  }

  async review(copyOf: ProjectId | null): Promise<{ readonly review: Review; readonly suspect: boolean }> {
    const { review } = (await this.prepared(copyOf)).prepared;
    return { review, suspect: isSuspect(review) };
  }

  async publish(
    yes: boolean,
    copyOf: ProjectId | null,
  ): Promise<ShareState & { readonly sent: { readonly version: number; readonly unchanged: boolean } }> {
    // From now on this notebook is that app's.
    if (copyOf !== null) this.become(copyOf);
    const { prepared, server, info, workspace, keep } = await this.prepared(copyOf);
    if (isSuspect(prepared.review) && !yes) throw new ServerError("conflict", SUSPECT);
    const { version, unchanged } = await send(prepared, { server, workspace, limits: info.limits });
    keep();
    this.credentials.keepProject(prepared.project, server.origin);
    return { ...(await this.state()), sent: { version: version.number, unchanged } };
  }

  private become(project: ProjectId): void {
    const written = new AuthorFiles(this.file, this.options.notebook ?? null).write({
      kind: "app",
      path: ["project"],
      value: project,
    });
    if (!written.ok) throw new ServerError("conflict", written.why);
  }

  async unpublish(): Promise<ShareState> {
    const { project } = this;
    if (project !== null) {
      await this.server().remove(project);
      this.credentials.forgetProject(project);
    }
    return this.state();
  }

  async rotate(): Promise<ShareState> {
    if (this.project !== null) await this.server().rotate(this.project);
    return this.state();
  }

  /** Changes a published app at once; the settings file is the editor's to write. */
  async access(access: string): Promise<ShareState> {
    const wanted = (["workspace", "link", "public"] as const satisfies readonly Access[]).find((one) => one === access);
    if (!wanted) throw new ServerError("bad-request", `'${access}' is no access.`);
    if (this.project !== null && (await this.app())) await this.server().change(this.project, { access: wanted });
    return this.state();
  }
}
