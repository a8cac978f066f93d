/**
 * What the command remembers of publishing servers: tokens, and which server an app is on. In the user's configuration folder, readable
 * by the user alone; never in a project.
 * @module
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** A sign-in at one server. */
export interface SignIn {
  readonly token: string;
  readonly email: string;
  /** ISO 8601. */
  readonly expires: string;
}

interface Remembered {
  /** By origin. */
  readonly servers: Readonly<Record<string, SignIn>>;
  /** Origins, by project. */
  readonly projects: Readonly<Record<string, string>>;
  /** The origin that was signed in to last. */
  readonly latest: string | null;
}

const NOTHING: Remembered = { servers: {}, projects: {}, latest: null };

/** The user's configuration folder; `NOTEBOOK_APP_CONFIG` overrides it. */
export function configFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.NOTEBOOK_APP_CONFIG) return environment.NOTEBOOK_APP_CONFIG;
  if (process.platform === "darwin") return join(homedir(), "Library/Application Support/notebook-app");
  if (process.platform === "win32" && environment.APPDATA) return join(environment.APPDATA, "notebook-app");
  return join(environment.XDG_CONFIG_HOME || join(homedir(), ".config"), "notebook-app");
}

export class Credentials {
  private readonly path: string;

  constructor(folder: string = configFolder()) {
    this.path = join(folder, "servers.json");
  }

  /** The sign-in at a server, unless it has expired. */
  find(origin: string): SignIn | null {
    const found = this.read().servers[origin];
    return found && Date.parse(found.expires) > Date.now() ? found : null;
  }

  /** The server that a project was published to, or else the one signed in to last. */
  serverOf(project: string | null): string | null {
    const { projects, latest } = this.read();
    return (project === null ? undefined : projects[project]) ?? latest;
  }

  keep(origin: string, { token, email, expires }: SignIn): void {
    const before = this.read();
    this.write({ ...before, servers: { ...before.servers, [origin]: { token, email, expires } }, latest: origin });
  }

  keepProject(project: string, origin: string): void {
    const before = this.read();
    if (before.projects[project] !== origin)
      this.write({ ...before, projects: { ...before.projects, [project]: origin } });
  }

  forgetProject(project: string): void {
    const { projects, ...rest } = this.read();
    this.write({ ...rest, projects: without(projects, project) });
  }

  forget(origin: string): void {
    const { servers, projects, latest } = this.read();
    this.write({ servers: without(servers, origin), projects, latest: latest === origin ? null : latest });
  }

  /** A damaged file counts as none: signing in again is all that is lost. */
  private read(): Remembered {
    try {
      const json: unknown = JSON.parse(readFileSync(this.path, "utf8"));
      return isRemembered(json) ? json : NOTHING;
    } catch {
      return NOTHING;
    }
  }

  private write(remembered: Remembered): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const beside = `${this.path}.${randomUUID()}`;
    writeFileSync(beside, `${JSON.stringify(remembered, null, 2)}\n`, { mode: 0o600 });
    chmodSync(beside, 0o600);
    renameSync(beside, this.path);
  }
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRemembered(value: unknown): value is Remembered {
  if (!isObject(value) || !isObject(value.servers) || !isObject(value.projects)) return false;
  const signIns = Object.values(value.servers).every(
    (one) => isObject(one) && ["token", "email", "expires"].every((key) => typeof one[key] === "string"),
  );
  const origins = [...Object.values(value.projects), value.latest ?? ""];
  return signIns && origins.every((origin) => typeof origin === "string");
}
