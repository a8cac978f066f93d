/**
 * `<notebook-app>`: an app on a page. Fetches the program, shows it, and hands what the viewer does to the session.
 * @module
 */
import {
  type CSSResult,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import type { BlockId } from "../../compiler/contract/ids.ts";
import { valueProblem } from "../../compiler/contract/input-values.ts";
import type { InputSpec, InputValue } from "../../compiler/contract/inputs.ts";
import type { FileContent, Kernel, KernelListener } from "../../compiler/contract/kernel.ts";
import type { Fault, Outcome } from "../../compiler/contract/outcome.ts";
import { type Column, type Program, type ProgramBlock, titleRole } from "../../compiler/contract/program.ts";
import { Calm } from "./calm.ts";
import { countRun, hasServer } from "./count-run.ts";
import { followFileLinks } from "./file-links.ts";
import { signIn } from "./host-access.ts";
import { baseOf, loadApp } from "./load-app.ts";
import { createLocalKernel } from "./local-kernel.ts";
import { look } from "./look.ts";
import type { InputAction } from "./nb-block.ts";
import { watchVersion } from "./newer-version.ts";
import { type Keep, startOffline } from "./offline.ts";
import { offlineUrls, prefetchPython } from "./prefetch.ts";
import { Session } from "./session.ts";
import { type Action, blockState, type PageState } from "./state.ts";
import { statusText } from "./status.ts";
import { followHeadings } from "./table-of-contents.ts";
import { parseUrlInputs, printUrlInputs } from "./url.ts";

/** Milliseconds that drawing the app may take before it is shown as it is. */
const DRAWING = 2000;
/** Milliseconds after which the page's URL follows its inputs. */
const URL_DELAY = 150;

/** What `ready`, `change`, `result` and `error` events carry. */
export interface NotebookAppEvents {
  readonly ready: CustomEvent<{ readonly title: string }>;
  readonly change: CustomEvent<{ readonly inputs: Readonly<Record<string, InputValue>> }>;
  readonly error: CustomEvent<{ readonly message: string }>;
}

/**
 * An app compiled by notebook-app.
 *
 * @fires ready - when the program is shown
 * @fires change - when input values are applied
 * @fires error - when the app or its Python could not be loaded
 * @cssprop --nb-accent - color of buttons, links and marks
 */
export class NotebookApp extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    src: { type: String },
    inputs: { type: Object },
    autorun: { type: Boolean },
    theme: { type: String },
    version: { type: String },
    page: { type: Boolean },
    editing: { type: Boolean, reflect: true },
    program: { state: true },
    view: { state: true },
    failure: { state: true },
    newer: { state: true },
    isDrawn: { state: true },
    now: { state: true },
  };

  /** URL of the app's folder or of its `app.json`. */
  declare src: string;
  /** Values to open with, by variable. */
  declare inputs: Readonly<Record<string, InputValue>>;
  /** Run as soon as the app is shown. */
  declare autorun: boolean;
  declare theme: string;
  /** Name of the app's version that {@link src} leads to; empty where the element takes whichever there is. */
  declare version: string;
  /** The element is the whole page: inputs are read from its URL and written to it. */
  declare page: boolean;
  /** The author edits the app: blocks that viewers will not see are shown as such, and {@link refresh} brings a new version. */
  declare editing: boolean;
  /** Makes the kernel; replaced in tests. */
  kernelFactory: (listener: KernelListener) => Kernel = createLocalKernel;

  declare private program: Program | null;
  declare private view: PageState | null;
  declare private failure: Fault | null;
  declare private now: number;
  /** The host has a newer version than the one shown. */
  declare private newer: boolean;
  /** The app can take the place of what the compiler wrote. */
  declare private isDrawn: boolean;
  private session: Session | null = null;
  private problems: readonly string[] = [];
  private began = 0;
  private ticking: ReturnType<typeof setInterval> | null = null;
  private readonly calm = new Calm((state) => {
    this.view = state;
    this.requestUpdate();
  });
  /** How to stop what was started when the app was shown. */
  private started: (() => void)[] = [];
  private keep: Keep = () => {};
  private pythonKept = false;
  private writingUrl: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.src = "./app.json";
    this.inputs = {};
    this.autorun = false;
    this.theme = "";
    this.version = "";
    this.newer = false;
    this.isDrawn = false;
    this.page = false;
    this.editing = false;
    this.program = null;
    this.view = null;
    this.failure = null;
    this.now = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.session) void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  private close(): void {
    for (const stop of this.started.splice(0)) stop();
    this.tick(false);
    void this.session?.dispose();
    this.session = null;
    this.program = null;
  }

  /** Shows the newest version. */
  private reload(): void {
    if (this.page) return location.reload();
    this.close();
    void this.load();
  }

  /** A page of the app's own host is led to signing in by it; on other pages a window of the host's is needed. */
  private async signIn(): Promise<void> {
    if (this.page) return location.reload();
    if (await signIn(baseOf(new URL(this.src, document.baseURI)))) await this.load();
  }

  /** Goes on with the version that the host has now: inputs stay, Python too, and only what was edited runs again. */
  async refresh(): Promise<void> {
    const url = new URL(this.src, document.baseURI);
    url.search = "";
    const loaded = await loadApp(url);
    if (!loaded.ok || !this.session) return this.load();
    this.failure = null;
    this.program = loaded.value.program;
    await this.session.replace(loaded.value.program);
  }

  /** Fetches the app and shows it. */
  async load(): Promise<void> {
    this.failure = null;
    const loaded = await loadApp(new URL(this.src, document.baseURI));
    if (!loaded.ok) {
      this.failure = loaded.fault;
      this.dispatchEvent(new CustomEvent("error", { detail: { message: loaded.fault.message } }));
      return;
    }
    const { program, base, savedOutputs } = loaded.value;
    // A page whose Python runs in the browser never fetches the other client.
    const makeKernel =
      program.runtime === "server" ? (await import("./remote-kernel.ts")).createRemoteKernel : this.kernelFactory;
    const specs = inputSpecs(program);
    const url = this.page ? parseUrlInputs(location.search, specs) : { values: {}, run: false, problems: [] };
    this.problems = url.problems;
    this.session = new Session({
      program,
      base,
      savedOutputs,
      makeKernel,
      clock: { after: (millis, callback) => cancelable(millis, callback) },
      values: {
        ...Object.fromEntries(specs.map((spec) => [spec.name, spec.default])),
        ...validInputs(specs, this.inputs),
        ...url.values,
      },
      onChange: (state, action) => this.show(state, action),
      onRun: () => {
        if (program.served || (this.page && hasServer())) countRun(base);
      },
      onApplied: (values) => this.applied(specs, values),
    });
    this.program = program;
    this.view = this.session.state;
    // What the compiler wrote stays until the same content stands in the shadow root with all that it takes to draw it.
    await Promise.race([this.updateComplete, new Promise((resolve) => setTimeout(resolve, DRAWING))]);
    this.isDrawn = true;
    await super.getUpdateComplete();
    this.replaceChildren();
    this.opened(program, url.run || this.autorun);
  }

  private opened(program: Program, run: boolean): void {
    const anchor = this.page ? decodeURIComponent(location.hash.slice(1)) : "";
    if (anchor !== "") this.goTo(anchor);
    if (program.settings.tableOfContents) this.started.push(followHeadings(this));
    this.connectHost(program);
    this.dispatchEvent(new CustomEvent("ready", { detail: { title: program.title } }));
    if (run && program.settings.allowRun) this.session?.runAll();
    else if (program.settings.allowRun && program.python)
      prefetchPython(program, this, this.session?.base ?? "", () => this.keepPython(program));
  }

  /** Files, newer versions and use without a network: what the app's host has to do with. */
  private connectHost({ project, settings }: Program): void {
    const { session } = this;
    if (!session || this.editing) return;
    const { base } = session;
    const read = (path: string): Promise<Outcome<FileContent>> => session.file(path);
    this.newer = false;
    this.started.push(
      followFileLinks(this, { base, project, read, tell: (message) => session.tell(message) }),
      watchVersion(base, this.version, () => {
        this.newer = true;
      }),
    );
    if (!this.page) return;
    this.keep = startOffline({ base, project, version: this.version, isolate: settings.isolate, read });
    this.keep([]);
  }

  /** Python has arrived: what it took is kept too. */
  private keepPython(program: Program): void {
    if (this.pythonKept || !this.session) return;
    this.pythonKept = true;
    this.keep(offlineUrls(program, this.session.base));
  }

  private show(state: PageState, action: Action): void {
    this.dataset.state = state.status;
    this.calm.take(state, action);
    if (state.status === "ready" && this.program) this.keepPython(this.program);
    const busy = state.status === "booting" || state.status === "running";
    if (busy && this.ticking === null) this.began = performance.now();
    this.tick(busy);
  }

  private tick(on: boolean): void {
    if (on === (this.ticking !== null)) return;
    if (this.ticking !== null) clearInterval(this.ticking);
    this.ticking = on
      ? setInterval(() => {
          this.now = performance.now();
        }, 250)
      : null;
  }

  private applied(specs: readonly InputSpec[], values: Readonly<Record<string, InputValue>>): void {
    clearTimeout(this.writingUrl);
    // Browsers take their time with it, and refuse it when it comes too often: not while a result is on its way.
    if (this.page) this.writingUrl = setTimeout(() => writeUrl(specs, values), URL_DELAY);
    this.dispatchEvent(new CustomEvent("change", { detail: { inputs: values } }));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("program") || changed.has("failure"))
      this.dataset.state = this.failure !== null ? "failed" : (this.session?.state.status ?? "idle");
    if (changed.has("theme") && this.theme !== "")
      this.style.colorScheme = this.theme === "auto" ? "light dark" : this.theme;
  }

  private goTo(anchor: string): void {
    this.findAnchor(anchor)?.scrollIntoView();
  }

  /** The heading with this anchor, in whichever block it is. */
  findAnchor(anchor: string): Element | null {
    for (const block of this.renderRoot.querySelectorAll("nb-block")) {
      const found = block.shadowRoot?.getElementById(anchor);
      if (found) return found;
    }
    return null;
  }

  private onAction(event: CustomEvent<InputAction>): void {
    const { session } = this;
    const action = event.detail;
    if (action.kind === "commit") session?.commit(action.name, action.value);
    else if (action.kind === "press") void session?.press(action.name);
    else if (action.kind === "apply") session?.apply();
    else session?.upload(action.name, action.path, action.content);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await Promise.all([...this.renderRoot.querySelectorAll("nb-block")].map(({ updateComplete }) => updateComplete));
    return complete;
  }

  protected override render(): unknown {
    const { program, view } = this;
    if (this.failure !== null) {
      return html`<div class="nb-app"><div class="nb-body"><main class="nb-page"><div class="nb-notice nb-bad" role="alert"><span>${this.failure.message}</span>
        ${
          this.failure.code === "signed-out"
            ? html`<button class="nb-plain-button" @click=${() => void this.signIn()}>Sign in</button>`
            : retryButton(
                this.failure,
                () => void this.load(),
                () => this.reload(),
              )
        }</div><slot></slot></main></div></div>`;
    }
    if (!program || !view) return html`<slot></slot>`;
    const blocks = new Map(program.blocks.map((block) => [block.id, block]));
    return html`${this.isDrawn ? nothing : html`<slot></slot>`}<div class="nb-app ${this.isDrawn ? "" : "nb-drawing"}" @nb-action=${this.onAction}>
      ${this.renderHeader(program, view)}
      <div class="nb-body">
        ${program.settings.tableOfContents && program.headings.length > 0 ? this.renderContents(program) : nothing}
        <main class="nb-page ${program.settings.fullWidth ? "nb-full" : ""}">
          ${this.renderNotices(view)}
          ${repeat(
            program.rows,
            (_, index) => index,
            ({ columns }) =>
              html`<div class="nb-row">${columns.map((column) => this.renderColumn(column, blocks, view))}</div>`,
          )}
          ${this.renderHiddenFailures(program, view)}
          ${program.rows.length === 0 ? html`<p class="nb-empty">This notebook has nothing to show.</p>` : nothing}
        </main>
      </div>
    </div>`;
  }

  private renderHeader(program: Program, view: PageState): TemplateResult {
    const busy = (view.status === "booting" || view.status === "running") && !this.calm.isCalm;
    const total = view.progress?.total ?? null;
    const share = view.progress && total ? Math.round((100 * view.progress.loaded) / total) : null;
    const waiting = Object.keys(view.pending).length;
    const role = titleRole(program);
    const title =
      role === "heading"
        ? html`<h1 class="nb-title">${program.title}</h1>`
        : html`<p class="nb-title">${program.title}</p>`;
    return html`<header class="nb-header nb-${role}">
      ${title}
      <span class="nb-status" role="status">${busy ? statusText(program, view, this.now - this.began) : nothing}</span>
      ${waiting > 0 ? html`<button class="nb-run nb-apply" @click=${() => this.session?.apply()}>Apply (${waiting})</button>` : nothing}
      ${this.renderRun(program, busy)}
      ${busy ? html`<div class="nb-progress ${share === null ? "nb-unknown" : ""}"><div style=${styleMap(share === null ? {} : { width: `${share}%` })}></div></div>` : nothing}
    </header>`;
  }

  private renderRun(program: Program, busy: boolean): unknown {
    if (!program.settings.allowRun) return nothing;
    return busy
      ? html`<button class="nb-run nb-stop" @click=${() => void this.session?.stop()}>Stop</button>`
      : html`<button class="nb-run" @click=${() => this.session?.runAll()}>Run</button>`;
  }

  private renderContents(program: Program): TemplateResult {
    const go = (event: Event, anchor: string): void => {
      event.preventDefault();
      if (this.page)
        history.pushState(null, "", `${location.pathname}${location.search}#${encodeURIComponent(anchor)}`);
      this.goTo(anchor);
    };
    return html`<nav class="nb-toc" aria-label="Contents"><ol>${program.headings.map(
      ({ anchor, level, text }) =>
        html`<li class="nb-level-${level}"><a href="#${encodeURIComponent(anchor)}" @click=${(event: Event) => go(event, anchor)}>${text}</a></li>`,
    )}</ol></nav>`;
  }

  private renderNotices(view: PageState): unknown {
    const problems = this.problems.map(
      (problem) => html`<div class="nb-notice" role="status"><span>${problem}</span></div>`,
    );
    const newer = this.newer
      ? html`<div class="nb-notice" role="status"><span>A newer version of this app is there.</span><button class="nb-plain-button" @click=${() => this.reload()}>Show it</button></div>`
      : nothing;
    const notice =
      view.notice === null ? nothing : html`<div class="nb-notice" role="status"><span>${view.notice}</span></div>`;
    const fault =
      view.fault === null
        ? nothing
        : html`<div class="nb-notice nb-bad" role="alert"><span>${view.fault.message}</span>${retryButton(
            view.fault,
            () => this.session?.runAll(),
            () => this.reload(),
          )}</div>`;
    return html`${newer}${problems}${notice}${fault}`;
  }

  private renderColumn(
    { width, blocks }: Column,
    all: ReadonlyMap<BlockId, ProgramBlock>,
    view: PageState,
  ): TemplateResult {
    return html`<div class="nb-column" style=${styleMap(width === null ? {} : { flexGrow: String(width) })}>${blocks.map((id) => this.renderBlock(all.get(id), view))}</div>`;
  }

  private renderBlock(block: ProgramBlock | undefined, view: PageState): unknown {
    if (!block) return nothing;
    const state = blockState(view, block.id);
    const spec = block.step?.kind === "input" ? block.step.input : null;
    const name = spec?.name ?? "";
    const because =
      state.because === null ? null : (this.program?.blocks.find(({ id }) => id === state.because)?.title ?? null);
    return html`<nb-block
      data-block-id=${block.id}
      data-state=${state.status}
      ?data-hidden=${!block.visible}
      .block=${block}
      .state=${state}
      .value=${view.pending[name] ?? view.applied[name] ?? null}
      .pending=${name in view.pending}
      .options=${view.options.get(block.id) ?? null}
      .because=${because}
      .disabled=${this.program?.settings.allowRun === false}
      .live=${this.session}
    ></nb-block>`;
  }

  /** A hidden block that fails must not fail in silence. */
  private renderHiddenFailures(program: Program, view: PageState): unknown {
    const hidden = program.blocks.filter(
      ({ id, visible, view: shown }) =>
        blockState(view, id).status === "failed" && (!visible || (shown.kind === "code" && !shown.showOutput)),
    );
    return hidden.map(({ id, title }) => {
      const error = blockState(view, id).outputs.find((output) => output.output_type === "error");
      const text = error?.output_type === "error" ? `${error.ename}: ${error.evalue}` : "It failed.";
      return html`<div class="nb-notice nb-bad" role="alert"><span>A hidden block (${title}) failed. ${text}</span></div>`;
    });
  }
}

/** What helps after a fault: another try, or the newer version. */
function retryButton({ code }: Fault, retry: () => void, reload: () => void): TemplateResult {
  return code === "outdated"
    ? html`<button class="nb-plain-button" @click=${reload}>Reload</button>`
    : html`<button class="nb-plain-button" @click=${retry}>Retry</button>`;
}

function writeUrl(specs: readonly InputSpec[], values: Readonly<Record<string, InputValue>>): void {
  const query = printUrlInputs(location.search, specs, values);
  if (query !== location.search)
    history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
}

function inputSpecs(program: Program): InputSpec[] {
  return program.blocks.flatMap(({ step }) => (step?.kind === "input" ? [step.input] : []));
}

function validInputs(
  specs: readonly InputSpec[],
  values: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
  return Object.fromEntries(
    specs.flatMap((spec) => {
      const value = values?.[spec.name];
      return value !== undefined && valueProblem(spec, value) === null ? [[spec.name, value]] : [];
    }),
  );
}

function cancelable(millis: number, callback: () => void): () => void {
  const timer = setTimeout(callback, millis);
  return () => clearTimeout(timer);
}
