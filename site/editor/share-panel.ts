/**
 * `<nb-share-panel>`: who may open the app, publishing it, its link, how to embed it, and taking it down.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Edit, EditorState } from "../../compiler/index.ts";
import { type Answer, call } from "./api.ts";
import { look } from "./look.ts";
import { bytes, count, WHO } from "./problems-panel.ts";

/** What the server says of the app; as `ShareState` of the development server. */
interface Share {
  readonly server: string | null;
  readonly signedIn: boolean;
  readonly app: { readonly link: string; readonly access: Access; readonly updated: string } | null;
  readonly publicPage: string | null;
  readonly others: readonly { readonly project: string; readonly title: string }[];
  readonly use: { readonly viewers: number; readonly runs: number; readonly days: number } | null;
}
type Access = EditorState["settings"]["access"];
interface Review {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly workFiles: readonly { readonly path: string; readonly size: number }[];
  readonly hidden: readonly { readonly title: string; readonly text: string }[];
  readonly added: readonly { readonly title: string; readonly text: string }[];
  readonly secrets: readonly { readonly message: string }[];
}
interface Reviewed {
  readonly review: Review;
  readonly suspect: boolean;
}

/** @fires nb-edit - an {@link Edit} to be written */
export class SharePanel extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0;
      }
      .link {
        display: block;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--raised);
        overflow-wrap: anywhere;
        color: var(--accent);
      }
      label {
        display: block;
        font-weight: 550;
        margin-top: 10px;
      }
      .bad {
        color: var(--bad);
      }
      .good {
        color: var(--good);
      }
      li {
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    share: { state: true },
    reviewed: { state: true },
    problem: { state: true },
    done: { state: true },
    busy: { state: true },
    asking: { state: true },
    as: { state: true },
  };

  declare state: EditorState;
  declare private share: Share | null;
  declare private reviewed: Reviewed | null;
  declare private problem: string | null;
  declare private done: string | null;
  /** What is going on, in words. */
  declare private busy: string | null;
  /** What must be confirmed. */
  declare private asking: "unpublish" | "rotate" | null;
  /** The app that this copy is to be published as; empty for one of its own. */
  declare private as: string;

  constructor() {
    super();
    this.share = null;
    this.reviewed = null;
    this.problem = null;
    this.done = null;
    this.busy = null;
    this.asking = null;
    this.as = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask("share", null, "Asking the server…");
  }

  /** Makes a call whose answer is a {@link Share}, or something else that `take` knows. */
  private async ask(name: string, body: unknown, busy: string, take?: (answer: object) => void): Promise<boolean> {
    this.busy = busy;
    this.problem = null;
    this.done = null;
    const answer: Answer & Partial<Share> = await call<Share>(name, body);
    this.busy = null;
    if (!answer.ok) {
      this.problem = answer.why;
      return false;
    }
    if (take) take(answer);
    else this.share = answer as Answer & Share; // what this call answers
    return true;
  }

  private async setAccess(access: Access): Promise<void> {
    const detail: Edit = { kind: "app", path: ["access"], value: access };
    this.dispatchEvent(new CustomEvent("nb-edit", { detail, bubbles: true, composed: true }));
    if (this.share?.app) await this.ask("access", { access }, "Changing who may open it…");
  }

  private async review(): Promise<void> {
    await this.ask("review", { as: this.as }, "Looking at what would be sent…", (answer) => {
      this.reviewed = answer as Reviewed; // what this call answers
    });
  }

  private async publish(): Promise<void> {
    const yes = this.reviewed !== null;
    let sent = "";
    const ok = await this.ask("publish", { yes, as: this.as }, "Publishing…", (answer) => {
      const { sent: what, ...share } = answer as Share & { sent: { version: number; unchanged: boolean } }; // what this call answers
      this.share = share;
      sent = what.unchanged
        ? `Nothing has changed: version ${what.version} stays.`
        : `Version ${what.version} is published.`;
    });
    if (!ok) return;
    this.reviewed = null;
    this.done = sent;
  }

  protected override render(): unknown {
    const { share } = this;
    return html`${this.renderAccess()}
      <h2>Publish</h2>
      <div role="status" aria-live="polite">
        ${this.busy === null ? nothing : html`<p class="soft">${this.busy}</p>`}
        ${this.done === null ? nothing : html`<p class="good">${this.done}</p>`}
        ${this.problem === null ? nothing : html`<p class="bad">${this.problem}</p>`}
      </div>
      ${share === null ? nothing : share.signedIn ? this.renderPublish(share) : this.renderSignIn(share)}
      ${share?.app ? this.renderPublished(share.app, share) : nothing}`;
  }

  private renderAccess(): TemplateResult {
    const { access } = this.state.settings;
    const choose = ({ target }: Event): void => {
      const chosen = ACCESSES.find(([value]) => target instanceof HTMLSelectElement && target.value === value);
      if (chosen) void this.setAccess(chosen[0]);
    };
    return html`<h2>Who may open it</h2>
      <select aria-label="Who may open the app" @change=${choose}>
        ${ACCESSES.map(([value, name]) => html`<option value=${value} ?selected=${value === access}>${name}</option>`)}
      </select>
      <p class="help">${WHO[access]}</p>`;
  }

  private renderSignIn({ server }: Share): TemplateResult {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const form = event.currentTarget;
      if (!(form instanceof HTMLFormElement)) return;
      const data = new FormData(form);
      void this.ask("sign-in", { to: String(data.get("to")), token: String(data.get("token")) }, "Signing in…");
    };
    return html`<p>An app gets its link from a publishing server.</p>
      <p>
        <button class="primary" ?disabled=${this.busy !== null} @click=${() => void this.ask("start-server", null, "Starting a server on this machine…")}>
          Use this machine
        </button>
      </p>
      <p class="help">The link then works here as long as this command runs; <code>notebook-app serve</code> keeps it up without it.</p>
      <form @submit=${submit}>
        <label for="to">Or a server's address</label>
        <input id="to" name="to" autocomplete="url" placeholder="https://apps.example.org" .value=${server ?? ""} />
        <label for="token">Owner token, or the sign-in link that the server printed</label>
        <input id="token" name="token" type="password" autocomplete="off" required />
        <div class="row"><button ?disabled=${this.busy !== null}>Sign in</button></div>
        <p class="help">Teams sign in with a browser: run <code>notebook-app login ADDRESS</code> once, then open this panel again.</p>
      </form>`;
  }

  private renderPublish(share: Share): TemplateResult {
    const { reviewed } = this;
    const blocked = this.busy !== null || !this.state.built;
    const choose = ({ target }: Event): void => {
      if (target instanceof HTMLSelectElement) this.as = target.value;
      this.reviewed = null;
    };
    return html`<p class="soft">To ${share.server}</p>
      ${
        share.others.length === 0
          ? nothing
          : html`<label for="as">As</label>
            <select id="as" @change=${choose}>
              <option value="" ?selected=${this.as === ""}>an app of its own, with a new link</option>
              ${share.others.map(({ project, title }) => html`<option value=${project} ?selected=${this.as === project}>the next version of ${title}</option>`)}
            </select>
            <p class="help">A copy of a published notebook keeps the link, the settings, and the choices about blocks that it still has.</p>`
      }
      ${this.state.built ? nothing : html`<p class="bad">The notebook has errors; they are listed under Problems.</p>`}
      ${reviewed === null ? nothing : this.renderReview(reviewed)}
      <div class="row">
        <button ?disabled=${blocked} @click=${() => void this.review()}>Show what will be published</button>
        <button class="primary" ?disabled=${blocked} @click=${() => void this.publish()}>
          ${reviewed?.suspect ? "Publish anyway" : share.app ? "Publish the new version" : "Publish"}
        </button>
      </div>`;
  }

  private renderReview({ review, suspect }: Reviewed): TemplateResult {
    const { files, workFiles, hidden, added, secrets } = review;
    const total = files.reduce((sum, { size }) => sum + size, 0);
    return html`<p>${count(files.length, "file")}, ${bytes(total)}; of them ${count(workFiles.length, "work file")}.</p>
      ${list(
        "New blocks, to be looked at",
        added.map(({ title, text }) => `${title}: ${text}`),
      )}
      ${list(
        "Hidden, but readable for whoever opens the app",
        hidden.map(({ title, text }) => `${title}: ${text}`),
      )}
      ${list(
        "Looks like a secret",
        secrets.map(({ message }) => message),
      )}
      ${list(
        "Work files",
        workFiles.map(({ path, size }) => `${path} (${bytes(size)})`),
      )}
      ${suspect ? html`<p class="bad">Something looks like a secret. Take it out, or publish anyway if it is none.</p>` : nothing}`;
  }

  private renderPublished(app: NonNullable<Share["app"]>, { publicPage, use }: Share): TemplateResult {
    const copy = (text: string, name: string): void => {
      void navigator.clipboard.writeText(text).then(
        () => {
          this.done = `${name} copied.`;
        },
        () => {
          this.problem = "The browser did not allow to copy. Select the text and copy it by hand.";
        },
      );
    };
    return html`<h2>Link</h2>
      <a class="link" href=${app.link} target="_blank" rel="noopener">${app.link}</a>
      <div class="row">
        <button @click=${() => copy(app.link, "Link")}>Copy link</button>
        <button @click=${() => {
          this.asking = "rotate";
        }}>New link…</button>
        ${publicPage !== null && app.access === "public" ? html`<a href=${publicPage} target="_blank" rel="noopener">Public page</a>` : nothing}
      </div>
      <p class="soft">
        Published ${new Date(app.updated).toLocaleString()}.
        ${use === null ? nothing : html`${count(use.viewers, "viewer")} and ${count(use.runs, "run")} in the last ${use.days} days.`}
      </p>
      <nb-embed-panel .state=${this.state} .link=${app.link} @nb-copy=${({ detail }: CustomEvent<{ text: string; name: string }>) => copy(detail.text, detail.name)}></nb-embed-panel>
      <h2>Delete</h2>
      <button class="danger" @click=${() => {
        this.asking = "unpublish";
      }}>Delete app…</button>
      ${this.asking === null ? nothing : this.renderQuestion(this.asking)}`;
  }

  private renderQuestion(what: "unpublish" | "rotate"): TemplateResult {
    const [text, name, busy] =
      what === "unpublish"
        ? [
            "This deletes the app with its files, versions and link, at once. The notebook stays.",
            "Delete app",
            "Deleting…",
          ]
        : [
            "The app gets a new link. The old one stops working, also where it is embedded.",
            "Make a new link",
            "Making a new link…",
          ];
    const close = (): void => {
      this.asking = null;
    };
    return html`<p class="bad" role="alert">${text}</p>
      <div class="row">
        <button class="danger" @click=${() => {
          close();
          void this.ask(what, null, busy);
        }}>${name}</button>
        <button @click=${close}>Keep</button>
      </div>`;
  }
}

const ACCESSES: readonly (readonly [Access, string])[] = [
  ["workspace", "Workspace: members, signed in"],
  ["link", "Anyone with the link"],
  ["public", "Public: everyone, listed"],
];

function list(title: string, items: readonly string[]): unknown {
  if (items.length === 0) return nothing;
  return html`<h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
