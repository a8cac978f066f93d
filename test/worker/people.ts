/**
 * People who sign in at the identity provider: in browsers, and with commands that a browser confirms.
 * @module
 */
import { expect } from "vitest";
import type { AppInfo, DeviceStart, TokenAnswer } from "../../compiler/contract/api.ts";
import { Author } from "./author.ts";
import { Browser, type Send } from "./http.ts";
import { type IdentityProvider, signInAt } from "./identity-provider.ts";
import type { TestHost } from "./test-host.ts";

export interface Viewers {
  readonly nobody: Browser;
  readonly stranger: Browser;
  readonly member: Browser;
  readonly collaborator: Browser;
}

export class People {
  readonly member = "member@example.test";
  readonly collaborator = "collaborator@example.test";
  private readonly host: TestHost;
  private readonly provider: IdentityProvider;

  constructor(host: TestHost, provider: IdentityProvider) {
    this.host = host;
    this.provider = provider;
  }

  /** Reaches the server and the provider. */
  get send(): Send {
    return this.provider.route(this.host.send);
  }

  browser(): Browser {
    return new Browser(this.send);
  }

  /** A browser that is signed in at the main site. */
  async browserOf(name: string): Promise<Browser> {
    const browser = this.browser();
    const page = await signInAt(browser, `${this.host.origin}/sign-in/oidc`, name);
    expect(page.url, page.text()).toBe(`${this.host.origin}/`);
    return browser;
  }

  /** Takes a browser's session over to an app, as its sign-in link does. */
  async bring(browser: Browser, app: AppInfo): Promise<void> {
    await browser.open(`${app.link}-/sign-in`);
  }

  /** Everybody who may look at an app, each in a browser that has tried to sign in to it. */
  async viewersOf(author: Author, app: AppInfo): Promise<Viewers> {
    await author.call(`/api/workspaces/${author.workspace}/members/${this.member}`, {
      method: "PUT",
      json: { role: "viewer" },
    });
    await author.call(`/api/apps/${app.project}/collaborators/${this.collaborator}`, {
      method: "PUT",
      json: { role: "viewer" },
    });
    const [stranger, member, collaborator] = [
      await this.browserOf("stranger"),
      await this.browserOf("member"),
      await this.browserOf("collaborator"),
    ];
    // While everybody may open it, everybody gets a session on its origin; access is decided anew each time.
    await author.change(app, { access: "link" });
    for (const browser of [stranger, member, collaborator]) await this.bring(browser, app);
    await author.change(app, { access: "workspace" });
    return { nobody: new Browser(this.host.send), stranger, member, collaborator };
  }

  /** A command that a person has let sign in. */
  async commandOf(name: string): Promise<Author> {
    const url = `${this.host.origin}/api`;
    const started = await this.host.send(`${url}/device`, { method: "POST", json: { name: "test machine" } });
    const device = started.json() as DeviceStart;
    const waiting = await this.host.send(`${url}/token`, {
      method: "POST",
      json: { grant: "device", deviceCode: device.deviceCode },
    });
    expect(waiting.status).toBe(428);
    const browser = this.browser();
    await signInAt(browser, `${this.host.origin}/sign-in/oidc`, name);
    const shown = await browser.open(device.url);
    expect(shown.text()).toContain(device.userCode);
    const done = await browser.submit(device.url, "/device");
    expect(done.status, done.text()).toBe(200);
    const answer = await this.host.send(`${url}/token`, {
      method: "POST",
      json: { grant: "device", deviceCode: device.deviceCode },
    });
    expect(answer.status, answer.text()).toBe(200);
    return new Author(this.host, answer.json() as TokenAnswer);
  }
}
