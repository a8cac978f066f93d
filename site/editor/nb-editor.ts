/**
 * `<nb-editor>`: the whole editor: the preview, and beside it what can be chosen, found, shared.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Edit, EditorState } from "../../compiler/index.ts";
import { type Answer, fetchState, followBuilds, sendEdit, sendUndo } from "./api.ts";
import type { GraphDialog } from "./graph-dialog.ts";
import { look } from "./look.ts";
import type { NbPreview } from "./nb-preview.ts";

const TABS = [
  ["settings", "Settings"],
  ["blocks", "Blocks"],
  ["problems", "Problems"],
  ["share", "Share"],
] as const;
type Tab = (typeof TABS)[number][0];

export class NbEditor extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 372px;
        height: 100vh;
        height: 100dvh;
        background: var(--paper);
      }
      header {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        min-height: 50px;
        padding: 8px 14px;
        border-bottom: 1px solid var(--line);
      }
      h1 {
        margin: 0;
        font-size: 15px;
        overflow-wrap: anywhere;
      }
      header .soft {
        margin-right: auto;
      }
      main {
        position: relative;
        min-width: 0;
        min-height: 0;
        display: flex;
        flex-direction: column;
      }
      nb-preview {
        flex: 1;
        min-height: 0;
      }
      aside {
        display: flex;
        flex-direction: column;
        min-height: 0;
        border-left: 1px solid var(--line);
      }
      [role="tablist"] {
        display: flex;
        border-bottom: 1px solid var(--line);
        padding: 0 6px;
      }
      [role="tab"] {
        border: 0;
        border-radius: 0;
        background: none;
        padding: 10px 10px 8px;
        border-bottom: 2px solid transparent;
        color: var(--soft);
      }
      [role="tab"][aria-selected="true"] {
        border-bottom-color: var(--accent);
        color: var(--ink);
        font-weight: 600;
      }
      .count {
        border-radius: 9px;
        padding: 0 6px;
        background: var(--raised);
        font-size: 12px;
      }
      .count.bad {
        background: var(--bad);
        color: var(--paper);
      }
      [role="tabpanel"] {
        flex: 1;
        overflow: auto;
        padding: 14px 16px 40px;
      }
      .bar {
        padding: 8px 14px;
        border-bottom: 1px solid var(--line);
        background: color-mix(in srgb, var(--warn) 14%, var(--paper));
        overflow-wrap: anywhere;
      }
      .bar.bad {
        background: color-mix(in srgb, var(--bad) 14%, var(--paper));
      }
      .empty {
        padding: 48px 24px;
        max-width: 60ch;
        margin: 0 auto;
      }
      .toast {
        position: fixed;
        left: 50%;
        bottom: 20px;
        translate: -50% 0;
        max-width: min(640px, 90vw);
        padding: 10px 16px;
        border-radius: 8px;
        background: var(--ink);
        color: var(--paper);
        box-shadow: 0 4px 16px rgb(0 0 0 / 30%);
        z-index: 10;
      }
      @media (max-width: 860px) {
        :host {
          grid-template: auto 55vh auto / minmax(0, 1fr);
          height: auto;
        }
        aside {
          border-left: 0;
          border-top: 1px solid var(--line);
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { state: true },
    tab: { state: true },
    narrow: { state: true },
    viewer: { state: true },
    selected: { state: true },
    toast: { state: true },
    connected: { state: true },
  };

  declare private state: EditorState | null;
  declare private tab: Tab;
  declare private narrow: boolean;
  declare private viewer: boolean;
  declare private selected: string | null;
  declare private toast: string | null;
  declare private connected: boolean;
  private stopFollowing: () => void = () => {};
  private toastTimer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.state = null;
    this.tab = "settings";
    this.narrow = false;
    this.viewer = false;
    this.selected = null;
    this.toast = null;
    this.connected = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    this.stopFollowing = followBuilds(
      () => void this.built(),
      (connected) => {
        // A server that was started again may have another version.
        if (connected && !this.connected) void this.built();
        this.connected = connected;
      },
    );
    document.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopFollowing();
    document.removeEventListener("keydown", this.onKey);
  }

  private async load(): Promise<void> {
    const state = await fetchState();
    if (!state) return;
    this.state = state;
    document.title = `${state.title} – notebook-app`;
  }

  private async built(): Promise<void> {
    const version = this.state?.version ?? 0;
    await this.load();
    if (this.state && this.state.version !== version) await this.preview?.refresh();
  }

  private get preview(): NbPreview | null {
    return this.renderRoot.querySelector("nb-preview");
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const typing = event
      .composedPath()
      .some((one) => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement);
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z" && !typing) {
      event.preventDefault();
      void this.undo();
    }
  };

  private async edit(edit: Edit): Promise<void> {
    this.report(await sendEdit(edit));
  }

  private async undo(): Promise<void> {
    const answer = await sendUndo();
    this.report(answer.ok ? null : answer);
    await this.load();
  }

  /** Says what went wrong; the controls then show what the files hold. */
  private report(answer: Answer | null): void {
    if (answer === null || answer.ok) return;
    this.say(answer.why);
    void this.load();
  }

  private say(text: string): void {
    this.toast = text;
    if (this.toastTimer) clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast = null;
    }, 6000);
  }

  private showBlock(block: string): void {
    this.selected = block;
    this.preview?.show(block);
  }

  protected override render(): unknown {
    const { state } = this;
    if (!state) return html`<p class="empty" role="status">Loading…</p>`;
    return html`${this.renderHeader(state)}
      <main
        aria-label="Preview"
        @nb-edit=${(event: CustomEvent<Edit>) => void this.edit(event.detail)}
        @nb-show-block=${(event: CustomEvent<string>) => this.showBlock(event.detail)}
      >
        ${this.renderBars(state)}
        ${
          state.version === 0
            ? html`<div class="empty"><h2>There is nothing to show yet</h2><p>The notebook has errors that stop the build. They are listed beside; save the notebook when they are put right, and the app appears here.</p></div>`
            : html`<nb-preview .state=${state} .narrow=${this.narrow} .viewer=${this.viewer} .selected=${this.selected}></nb-preview>`
        }
      </main>
      ${this.renderSide(state)}
      <nb-graph-dialog .state=${state} @nb-show-block=${(event: CustomEvent<string>) => this.showBlock(event.detail)}></nb-graph-dialog>
      <div role="status" aria-live="polite">${this.toast === null ? nothing : html`<div class="toast">${this.toast}</div>`}</div>`;
  }

  private renderHeader(state: EditorState): TemplateResult {
    return html`<header aria-label="Notebook">
      <h1>${state.title}</h1>
      <span class="soft">${state.file}</span>
      <button ?disabled=${state.undo === 0} @click=${() => void this.undo()}>Undo</button>
      <button aria-pressed=${this.narrow} @click=${() => {
        this.narrow = !this.narrow;
      }}>Phone</button>
      <button aria-pressed=${this.viewer} @click=${() => {
        this.viewer = !this.viewer;
      }}>As viewers see it</button>
      <button @click=${() => this.renderRoot.querySelector<GraphDialog>("nb-graph-dialog")?.open(this.selected)}>Open dependency graph</button>
      <button class="primary" @click=${() => this.openTab("share")}>Publish…</button>
    </header>`;
  }

  private renderBars(state: EditorState): unknown {
    const lost = this.connected
      ? nothing
      : html`<div class="bar bad" role="alert">The development server does not answer. Start <code>notebook-app dev</code> again; this page goes on by itself.</div>`;
    const old =
      state.built || state.version === 0
        ? nothing
        : html`<div class="bar" role="status">The notebook has errors. This is the last version that could be built.
            <button @click=${() => this.openTab("problems")}>Show problems</button></div>`;
    return html`${lost}${old}`;
  }

  private openTab(tab: Tab): void {
    this.tab = tab;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus());
  }

  private renderSide(state: EditorState): TemplateResult {
    const errors = state.diagnostics.filter(({ severity }) => severity === "error").length;
    const findings = state.diagnostics.filter(({ severity }) => severity !== "info").length;
    const move = (event: KeyboardEvent): void => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const at = TABS.findIndex(([tab]) => tab === this.tab);
      const next = TABS[(at + step + TABS.length) % TABS.length];
      if (step !== 0 && next) this.openTab(next[0]);
    };
    return html`<aside
      aria-label="Editor"
      @nb-edit=${(event: CustomEvent<Edit>) => void this.edit(event.detail)}
      @nb-show-block=${(event: CustomEvent<string>) => this.showBlock(event.detail)}
    >
      <div role="tablist" aria-label="Editor" @keydown=${move}>
        ${TABS.map(
          ([tab, name]) =>
            html`<button
              role="tab"
              id="tab-${tab}"
              aria-selected=${this.tab === tab}
              aria-controls="panel"
              tabindex=${this.tab === tab ? 0 : -1}
              @click=${() => {
                this.tab = tab;
              }}
            >
              ${name}${tab === "problems" && findings > 0 ? html` <span class="count ${errors > 0 ? "bad" : ""}">${findings}</span>` : nothing}
            </button>`,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${this.tab}" tabindex="0">${this.renderPanel(state)}</div>
    </aside>`;
  }

  private renderPanel(state: EditorState): TemplateResult {
    switch (this.tab) {
      case "settings":
        return html`<nb-settings-panel .state=${state}></nb-settings-panel>`;
      case "blocks":
        return html`<nb-blocks-panel .state=${state} .selected=${this.selected}></nb-blocks-panel>`;
      case "problems":
        return html`<nb-problems-panel .state=${state}></nb-problems-panel>`;
      case "share":
        return html`<nb-share-panel .state=${state}></nb-share-panel>`;
    }
  }
}
