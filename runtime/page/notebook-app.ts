/**
 * `<notebook-app>`: an app on a page. Fetches the program, shows it, and hands what the viewer does to the session.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import type { InputSpec, InputValue } from "../../compiler/contract/inputs.ts";
import type { FileContent, Kernel, KernelListener } from "../../compiler/contract/kernel.ts";
import type { Fault, Outcome } from "../../compiler/contract/outcome.ts";
import type { Program } from "../../compiler/contract/program.ts";
import type { AppState, InputValues, NotebookAppElement, NotebookAppEventMap, Theme } from "../element.ts";
import { appView, type Commands, faultNotice, retryButton, type Scene } from "./app-view.ts";
import { Calm } from "./calm.ts";
import { countRun, hasServer } from "./count-run.ts";
import { followFileLinks } from "./file-links.ts";
import { blockList, checkInputs, givenInputs } from "./given.ts";
import { signIn } from "./host-access.ts";
import { baseOf, loadApp } from "./load-app.ts";
import { createLocalKernel } from "./local-kernel.ts";
import { look } from "./look.ts";
import type { InputAction } from "./nb-block.ts";
import { watchVersion } from "./newer-version.ts";
import { type Keep, startOffline } from "./offline.ts";
import { type Hold, openSession, type SessionUser } from "./open-session.ts";
import { type Part, partOf } from "./part.ts";
import { offlineUrls, prefetchPython } from "./prefetch.ts";
import { Results } from "./results.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { Action, PageState } from "./state.ts";
import { followHeadings } from "./table-of-contents.ts";
import { Takeover } from "./takeover.ts";
import { askedBlock, parseUrlInputs, printUrlInputs, type UrlInputs, withoutBlock } from "./url.ts";

/** Milliseconds that drawing the app may take before it is shown as it is. */
const DRAWING = 2000;
/** Milliseconds after which the page's URL follows its inputs. */
const URL_DELAY = 150;
/** Milliseconds without a run after which the page is at rest. */
const REST = 1500;
/** An element that is not the whole page takes nothing from the page's URL. */
const NO_URL: UrlInputs = { values: {}, run: false, problems: [] };

/**
 * An app compiled by notebook-app, on any page: its text, inputs and results, with Python in the viewer's browser or on the app's server.
 *
 * It is as high as its content. The page's styles do not reach into it, but for the custom properties and parts below and for
 * `color-scheme`, and nothing of it reaches out.
 *
 * @tagname notebook-app
 * @slot - Shown until the app is there, and beside the message when it cannot be loaded
 * @fires {CustomEvent<ReadyDetail>} ready - The app is shown; tells its title, its inputs and the blocks shown
 * @fires {CustomEvent<ChangeDetail>} change - The viewer changed inputs (or Python did), and they are applied; not for values that the page itself sets
 * @fires {CustomEvent<ResultDetail>} result - A run has ended; tells what the blocks that ran show now
 * @fires {CustomEvent<ErrorDetail>} error - The app or Python could not be loaded or has ended, or a value was refused
 * @csspart app - All of it; also where an outline or a height goes
 * @csspart header - The bar with title, status and Run; with `blocks` only what is needed at that moment, over the content
 * @csspart title - The app's title in the bar
 * @csspart status - What is going on, in words
 * @csspart progress - The line that shows how far loading is
 * @csspart run - The Run button
 * @csspart stop - The Stop button, in the place of Run while a run is under way
 * @csspart apply - The Apply button, where changes wait for it
 * @csspart button - Every button
 * @csspart notice - A message to the viewer
 * @csspart contents - The table of contents
 * @csspart page - All that stands below the bar
 * @csspart row - Blocks side by side
 * @csspart column - One of the columns of a row
 * @csspart block - One block
 * @csspart text - A block of text
 * @csspart code - The code of a block
 * @csspart output - One output of a block
 * @csspart label - The label of an input
 * @csspart control - The control of an input
 * @cssprop [--nb-font=system-ui] - Font family of everything but code
 * @cssprop [--nb-mono=ui-monospace] - Font family of code and text output
 * @cssprop [--nb-size=16px] - Size of running text
 * @cssprop [--nb-ink=light-dark(#1c2024, #e7eaee)] - Color of text
 * @cssprop [--nb-soft=light-dark(#5d6670, #a0a9b4)] - Color of what stands back
 * @cssprop [--nb-paper=light-dark(#ffffff, #111418)] - Background; `transparent` lets the page's through
 * @cssprop [--nb-raised=light-dark(#f6f7f9, #1a1f25)] - Background of code, notices and quiet buttons
 * @cssprop [--nb-line=light-dark(#dfe3e8, #2c333c)] - Color of lines
 * @cssprop [--nb-edge=light-dark(#868e98, #77808c)] - Color of the edges of controls
 * @cssprop [--nb-accent=light-dark(#0b66c3, #6cb1ff)] - Color of buttons, links and marks
 * @cssprop [--nb-on-accent=light-dark(#ffffff, #0b1420)] - Color of text on buttons
 * @cssprop [--nb-radius=8px] - Radius of corners
 * @cssprop [--nb-padding=clamp(16px, 4cqi, 32px)] - Space at the left and the right of the whole app; `0px` puts it flush with the page's text
 */
export class NotebookApp extends LitElement implements NotebookAppElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    src: { type: String },
    inputs: { noAccessor: true, converter: (value) => value },
    autorun: { type: Boolean },
    blocks: { noAccessor: true, converter: (value) => value },
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

  /**
   * URL of the app: its folder, with a final slash. Another one shows another app.
   * @attr
   */
  declare src: string;
  /**
   * Run as soon as the app is shown.
   * @attr
   */
  declare autorun: boolean;
  /**
   * Colors: `light`, `dark`, or `auto` for what the viewer's system says; without it, the app's own setting, else those of the page around.
   * @attr
   */
  declare theme: Theme | "";
  /**
   * Name of the app's version that {@link src} leads to; empty where the element takes whichever there is.
   * @internal
   */
  declare version: string;
  /**
   * The element is the whole page: inputs are read from its URL and written to it.
   * @internal
   */
  declare page: boolean;
  /**
   * The author edits the app: blocks that viewers will not see are shown as such, and {@link refresh} brings a new version.
   * @internal
   */
  declare editing: boolean;
  /**
   * Makes the kernel; replaced in tests.
   * @internal
   */
  kernelFactory: (listener: KernelListener) => Kernel = createLocalKernel;

  declare private program: Program | null;
  declare private view: PageState | null;
  declare private failure: Fault | null;
  declare private now: number;
  /** The host has a newer version than the one shown. */
  declare private newer: boolean;
  /** The app can take the place of what the compiler wrote. */
  declare private isDrawn: boolean;
  private hold: Hold | null = null;
  private specs: readonly InputSpec[] = [];
  private shown: Part = { rows: [], blocks: new Map(), needed: null, unknown: [] };
  /** Values to open with. */
  private given: InputValues = {};
  private asked: readonly string[] = [];
  /** The page itself sets values; it need not be told. */
  private isSetting = false;
  private problems: readonly string[] = [];
  /** Grows with each app that is loaded; what an older one still brings is dropped. */
  private loads = 0;
  /** Pixels that the place of an app keeps until the next one stands in it. */
  private held = 0;
  private began = 0;
  private ticking: ReturnType<typeof setInterval> | null = null;
  private readonly results = new Results();
  private readonly calm = new Calm((state) => {
    this.view = state;
    this.requestUpdate();
  });
  /** How to stop what was started when the app was shown. */
  private started: (() => void)[] = [];
  private readonly user: SessionUser = {
    onChange: (state, action) => this.show(state, action),
    onApplied: (values) => this.applied(values),
  };
  private keep: Keep = () => {};
  private pythonKept = false;
  /** What the page has is not all kept yet. */
  private unkept = false;
  private keepingSoon: ReturnType<typeof setTimeout> | undefined;
  private writingUrl: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.src = "";
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

  /**
   * The app's input values, by Python variable. Values that are set, also a few of them or as JSON, are applied at once and run what they
   * affect; before the app is there, it opens with them. What an input does not take is refused with an `error` event.
   * @attr
   */
  get inputs(): InputValues {
    return this.session?.state.applied ?? this.given;
  }

  set inputs(values: InputValues | string | null) {
    const given = givenInputs(values);
    if (given === null) this.refuse("'inputs' must be a JSON object of values by variable.");
    else if (this.session) this.assign(given);
    else this.given = { ...this.given, ...given };
  }

  /**
   * Ids of the blocks to show, as a list or separated by commas; what they need runs unseen, and nothing else. Empty shows all.
   * @attr
   */
  get blocks(): readonly string[] {
    return this.asked;
  }

  set blocks(ids: readonly string[] | string | null) {
    const asked = blockList(ids);
    if (asked.join() === this.asked.join()) return;
    this.asked = asked;
    if (this.program) this.choosePart(this.program);
    this.requestUpdate();
  }

  /** What the app is doing; also in the attribute `data-state`. */
  get state(): AppState {
    return this.failure === null ? (this.session?.state.status ?? "idle") : "failed";
  }

  /** Runs everything that is shown, and what that needs. */
  run(): void {
    this.session?.runAll();
  }

  /** Stops the run. */
  async stop(): Promise<void> {
    await this.session?.stop();
  }

  override addEventListener<K extends keyof NotebookAppEventMap>(
    type: K,
    listener: (this: NotebookAppElement, event: NotebookAppEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** @internal */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.session) void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is only moved is back before this.
    queueMicrotask(() => {
      if (!this.isConnected) this.close();
    });
  }

  private get session(): Session | null {
    return this.hold?.session ?? null;
  }

  private close(): void {
    this.loads += 1;
    clearTimeout(this.keepingSoon);
    for (const stop of this.started.splice(0)) stop();
    clearTimeout(this.writingUrl);
    this.tick(false);
    this.calm.stop();
    // The same values when it is back.
    this.given = this.inputs;
    this.hold?.leave();
    this.hold = null;
    this.program = null;
    this.view = null;
    this.isDrawn = false;
  }

  /** Shows the newest version. */
  private reload(): void {
    if (this.page) location.reload();
    else void this.load();
  }

  /** A page of the app's own host is led to signing in by it; on other pages a window of the host's is needed. */
  private async signIn(): Promise<void> {
    if (this.page) return location.reload();
    if (await signIn(baseOf(new URL(this.src, document.baseURI)))) await this.load();
  }

  /**
   * Goes on with the version that the host has now: inputs stay, Python too, and only what was edited runs again.
   * @internal
   */
  async refresh(): Promise<void> {
    const url = new URL(this.src, document.baseURI);
    url.search = "";
    const loaded = await loadApp(url);
    if (!loaded.ok || !this.session) return this.load();
    this.failure = null;
    const { program } = loaded.value;
    this.take(program);
    this.shown = partOf(program, this.asked);
    await this.session.replace(program);
    this.hold?.restrict(this.shown.needed);
  }

  private take(program: Program): void {
    this.program = program;
    this.specs = program.blocks.flatMap(({ step }) => (step?.kind === "input" ? [step.input] : []));
  }

  /**
   * Fetches the app and shows it.
   * @internal
   */
  async load(): Promise<void> {
    // What the page has put inside the element keeps its own room until the first app is there.
    this.held = this.session ? this.offsetHeight : 0;
    this.close();
    const load = this.loads;
    this.failure = null;
    const loaded = await loadApp(new URL(this.src, document.baseURI));
    // A page whose Python runs in the browser never fetches the other client.
    const remote = loaded.ok && loaded.value.program.runtime === "server" ? await import("./remote-kernel.ts") : null;
    if (load !== this.loads) return;
    if (!loaded.ok) {
      this.failure = loaded.fault;
      this.tell("error", loaded.fault);
      return;
    }
    const { program, base, savedOutputs } = loaded.value;
    this.take(program);
    const { specs } = this;
    const url = this.page ? parseUrlInputs(location.search, specs) : NO_URL;
    const block = this.page ? askedBlock(location.search, specs) : null;
    if (block !== null) this.asked = [block];
    const given = checkInputs(specs, this.given);
    const values = {
      ...Object.fromEntries(specs.map((spec) => [spec.name, spec.default])),
      ...given.values,
      ...url.values,
    };
    const make = (told: Pick<SessionOptions, "onChange" | "onApplied">): Session =>
      new Session({
        program,
        base,
        savedOutputs,
        makeKernel: remote?.createRemoteKernel ?? this.kernelFactory,
        clock: { after: (millis, callback) => cancelable(millis, callback) },
        values,
        onRun: () => {
          if (program.served || (this.page && hasServer())) countRun(base);
        },
        ...told,
      });
    this.hold = openSession(program.settings.oneKernel && !this.page ? base : null, this.user, make);
    const { session } = this.hold;
    this.problems = url.problems;
    this.choosePart(program);
    this.view = session.state;
    for (const problem of given.problems) this.refuse(problem);
    // What the compiler wrote stays until the same content stands in the shadow root with all that it takes to draw it.
    await Promise.race([this.updateComplete, new Promise((resolve) => setTimeout(resolve, DRAWING))]);
    if (load !== this.loads) return;
    const takeover = new Takeover(this);
    this.isDrawn = true;
    await super.getUpdateComplete();
    takeover.applyView(this.renderRoot);
    // What else stands on somebody's page is theirs.
    if (this.querySelector(":scope > .nb-app")) this.replaceChildren();
    // Where others have come first, their values are the app's until this element's are set.
    if (!this.page) this.assign(given.values);
    await this.opened(program, url.run || this.autorun, takeover);
  }

  private choosePart(program: Program): void {
    this.shown = partOf(program, this.asked);
    this.hold?.restrict(this.shown.needed);
    const missing = this.shown.unknown.map((id) => `This app has no block '${id}' that can be shown.`);
    if (this.page) this.problems = [...this.problems, ...missing];
    for (const problem of missing) this.refuse(problem);
    // A link to a block that has gone still leads to the app.
    if (this.page && missing.length > 0) this.shown = partOf(program, []);
  }

  private async opened(program: Program, run: boolean, takeover: Takeover): Promise<void> {
    const anchor = this.page ? decodeURIComponent(location.hash.slice(1)) : "";
    if (anchor !== "" && !takeover.isScrolled) this.goTo(anchor);
    if (program.settings.tableOfContents) this.started.push(followHeadings(this));
    this.connectHost(program);
    const blocks = [...this.shown.blocks.values()].map(({ id, type }) => ({ id, type }));
    this.tell("ready", { title: program.title, inputs: this.inputs, blocks });
    const { session } = this;
    await takeover.applyValues(this.renderRoot, () => this.updateComplete);
    if (!session || session !== this.session || !program.settings.allowRun) return;
    // What runs already, for another element or for a value that the viewer has changed, is what is asked for.
    if (session.state.status !== "idle") return;
    if (run) session.runAll();
    else if (program.python) {
      const place = { element: this, base: session.base, isUsed: takeover.isUsed };
      prefetchPython(program, place, () => this.keepPython());
    }
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
    this.keepSoon();
  }

  /** Python has arrived: what it took is kept too. */
  private keepPython(): void {
    if (this.pythonKept) return;
    this.pythonKept = true;
    this.keepSoon();
  }

  /** Keeping takes time from whatever else happens: it waits until nothing does. */
  private keepSoon(): void {
    clearTimeout(this.keepingSoon);
    const { program, session } = this;
    if (!program || !session) return;
    this.unkept = true;
    this.keepingSoon = setTimeout(() => {
      this.unkept = false;
      this.keep(this.pythonKept ? offlineUrls(program, session.base) : []);
    }, REST);
  }

  private show(state: PageState, action: Action): void {
    if (this.dataset.state !== state.status) this.dataset.state = state.status;
    this.calm.take(state, action);
    if (state.status === "ready") this.keepPython();
    const busy = state.status === "booting" || state.status === "running";
    if (busy) clearTimeout(this.keepingSoon);
    else if (this.unkept) this.keepSoon();
    if (busy && this.ticking === null) this.began = performance.now();
    this.tick(busy);
    if (action.kind === "ended" && action.fault !== null) this.tell("error", action.fault);
    const blocks = this.results.take(state, action, this.shown);
    if (blocks !== null) this.tell("result", { inputs: state.applied, blocks });
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

  private assign(given: InputValues): void {
    const { values, problems } = checkInputs(this.specs, given);
    this.isSetting = true;
    this.session?.set(values);
    this.isSetting = false;
    for (const problem of problems) this.refuse(problem);
  }

  private applied(values: Readonly<Record<string, InputValue>>): void {
    clearTimeout(this.writingUrl);
    // Browsers take their time with it, and refuse it when it comes too often: not while a result is on its way.
    if (this.page) this.writingUrl = setTimeout(() => writeUrl(this.specs, values), URL_DELAY);
    if (!this.isSetting) this.tell("change", { inputs: values });
  }

  private refuse(message: string): void {
    this.tell("error", { code: "invalid", message });
  }

  private tell<K extends keyof NotebookAppEventMap>(type: K, detail: NotebookAppEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: type === "change" }));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("src") && this.src !== "") void this.load();
    if (changed.has("program") || changed.has("failure")) this.dataset.state = this.state;
    if (changed.has("theme") || changed.has("program")) this.applyTheme();
  }

  /** On a page of its own, the page says it. */
  private applyTheme(): void {
    const own = this.page ? "auto" : (this.program?.settings.theme ?? "auto");
    const theme = this.theme || (own === "auto" ? "" : own);
    this.style.colorScheme = theme === "auto" ? "light dark" : theme;
  }

  private goTo(anchor: string): void {
    this.findAnchor(anchor)?.scrollIntoView();
  }

  /**
   * The heading with this anchor, in whichever block it is.
   * @internal
   */
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
    // Nobody else's business.
    event.stopPropagation();
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
    const { program, view, failure } = this;
    if (failure !== null) return this.renderFailure(failure);
    const waiting =
      this.held === 0 || this.page ? html`<slot></slot>` : html`<div .style=${`height: ${this.held}px`}></div>`;
    if (!program || !view) return waiting;
    const scene = this.scene(program, view);
    return html`${this.isDrawn ? nothing : waiting}<div class="nb-app nb-as-${scene.as} ${this.isDrawn ? "" : "nb-drawing"}" part="app" @nb-action=${this.onAction}>${appView(scene, this.commands)}</div>`;
  }

  private scene(program: Program, view: PageState): Scene {
    const isPart = this.asked.length > 0 && this.shown.unknown.length < this.asked.length;
    return {
      program,
      view,
      part: this.shown,
      as: this.page ? (isPart ? "one" : "page") : this.asked.length > 0 ? "part" : "guest",
      whole: this.page ? `${location.pathname}${withoutBlock(location.search, this.specs)}` : this.src,
      live: this.session,
      isBusy: (view.status === "booting" || view.status === "running") && !this.calm.isCalm,
      elapsed: this.now - this.began,
      isNewer: this.newer,
      problems: this.problems,
    };
  }

  private readonly commands: Commands = {
    run: () => this.run(),
    stop: () => void this.stop(),
    apply: () => this.session?.apply(),
    reload: () => this.reload(),
    goTo: (event, anchor) => {
      event.preventDefault();
      if (this.page)
        history.pushState(null, "", `${location.pathname}${location.search}#${encodeURIComponent(anchor)}`);
      this.goTo(anchor);
    },
  };

  private renderFailure(failure: Fault): unknown {
    const button =
      failure.code === "signed-out"
        ? html`<button class="nb-plain-button" part="button" @click=${() => void this.signIn()}>Sign in</button>`
        : retryButton(failure, { retry: () => void this.load(), reload: () => this.reload() });
    return html`<div class="nb-app ${this.page ? "" : "nb-as-guest"}" part="app"><div class="nb-body"><div class="nb-page" part="page">${faultNotice(failure, button)}<slot></slot></div></div></div>`;
  }
}

function writeUrl(specs: readonly InputSpec[], values: Readonly<Record<string, InputValue>>): void {
  const query = printUrlInputs(location.search, specs, values);
  if (query !== location.search)
    history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
}

function cancelable(millis: number, callback: () => void): () => void {
  const timer = setTimeout(callback, millis);
  return () => clearTimeout(timer);
}
