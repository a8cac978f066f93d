/**
 * `<notebook-app>`: an app on a page. Fetches the program, shows it, and hands what the viewer does to the session.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Kernel, KernelListener } from "../../compiler/contract/kernel.ts";
import type { Fault } from "../../compiler/contract/outcome.ts";
import type { AppState, InputValues, NotebookAppElement, NotebookAppEventMap, Theme } from "../element.ts";
import { appView, type Commands, faultNotice, retryButton, type Scene, shownBlock } from "./app-view.ts";
import { blockList, givenInputs } from "./given.ts";
import { signIn } from "./host-access.ts";
import { baseOf, loadApp } from "./load-app.ts";
import { createLocalKernel } from "./local-kernel.ts";
import { look } from "./look.ts";
import type { InputAction, NbBlock } from "./nb-block.ts";
import { OpenApp, type Surroundings } from "./open-app.ts";
import { dropWorkerAhead, startWorkerAhead } from "./start-worker.ts";
import { Takeover } from "./takeover.ts";
import { asksToRun, withoutBlock } from "./url.ts";

/** Milliseconds that drawing the app may take before it is shown as it is. */
const DRAWING = 2000;

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
    app: { state: true },
    failure: { state: true },
    isDrawn: { state: true },
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

  declare private app: OpenApp | null;
  declare private failure: Fault | null;
  /** The app can take the place of what the compiler wrote. */
  declare private isDrawn: boolean;
  /** Values to open with. */
  private given: InputValues = {};
  private asked: readonly string[] = [];
  /** Grows with each app that is loaded; what an older one still brings is dropped. */
  private loads = 0;
  /** Pixels that the place of an app keeps until the next one stands in it. */
  private held = 0;

  constructor() {
    super();
    this.src = "";
    this.autorun = false;
    this.theme = "";
    this.version = "";
    this.isDrawn = false;
    this.page = false;
    this.editing = false;
    this.app = null;
    this.failure = null;
  }

  /**
   * The app's input values, by Python variable. Values that are set, also a few of them or as JSON, are applied at once and run what they
   * affect; before the app is there, it opens with them. What an input does not take is refused with an `error` event.
   * @attr
   */
  get inputs(): InputValues {
    return this.app?.session.state.applied ?? this.given;
  }

  set inputs(values: InputValues | string | null) {
    const given = givenInputs(values);
    if (given === null)
      this.tell("error", { code: "invalid", message: "'inputs' must be a JSON object of values by variable." });
    else if (this.app) this.app.assign(given);
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
    this.app?.show(asked);
    this.requestUpdate();
  }

  /** What the app is doing; also in the attribute `data-state`. */
  get state(): AppState {
    return this.failure === null ? (this.app?.session.state.status ?? "idle") : "failed";
  }

  /** Runs everything that is shown, and what that needs. */
  run(): void {
    this.app?.session.runAll();
  }

  /** Stops the run. */
  async stop(): Promise<void> {
    await this.app?.session.stop();
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
    if (this.autorun || (this.page && asksToRun(location.search))) startWorkerAhead();
    if (this.hasUpdated && !this.app) void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is only moved is back before this.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.close();
      dropWorkerAhead();
    });
  }

  private close(): void {
    this.loads += 1;
    // The same values when it is back.
    this.given = this.inputs;
    this.app?.close();
    this.app = null;
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
    if (!loaded.ok || !this.app) return this.load();
    this.failure = null;
    await this.app.replace(loaded.value.program, this.asked);
    this.requestUpdate("app");
  }

  /**
   * Fetches the app and shows it.
   * @internal
   */
  async load(): Promise<void> {
    // What the page has put inside the element keeps its own room until the first app is there.
    this.held = this.app ? this.offsetHeight : 0;
    this.close();
    const load = this.loads;
    this.failure = null;
    const loaded = await loadApp(new URL(this.src, document.baseURI));
    // A page whose Python runs in the browser never fetches the other client.
    const remote = loaded.ok && loaded.value.program.runtime === "server" ? await import("./remote-kernel.ts") : null;
    if (load !== this.loads) return;
    if (!loaded.ok) {
      dropWorkerAhead();
      this.failure = loaded.fault;
      this.tell("error", loaded.fault);
      return;
    }
    const app = new OpenApp(
      loaded.value,
      this.surroundings(remote?.createRemoteKernel ?? this.kernelFactory),
      this.given,
    );
    this.app = app;
    if (app.wish.block !== null) this.asked = [app.wish.block];
    app.show(this.asked);
    const run = app.wish.run || this.autorun;
    if (run) app.prepare();
    dropWorkerAhead();
    // What the compiler wrote stays until the same content stands in the shadow root with all that it takes to draw it.
    await Promise.race([this.updateComplete, new Promise((resolve) => setTimeout(resolve, DRAWING))]);
    if (load !== this.loads) return;
    const takeover = new Takeover(this);
    this.isDrawn = true;
    await super.getUpdateComplete();
    takeover.applyView(this.renderRoot);
    // What else stands on somebody's page is theirs.
    if (this.querySelector(":scope > .nb-app")) this.replaceChildren();
    await app.start(run, takeover);
  }

  private surroundings(makeKernel: Surroundings["makeKernel"]): Surroundings {
    return {
      element: this,
      isPage: this.page,
      isEdited: this.editing,
      version: this.version,
      makeKernel,
      draw: (blocks) => this.draw(blocks),
      tell: (type, detail) => this.tell(type, detail),
    };
  }

  /** Draws blocks without a look at the rest of the app, of which there may be much. */
  private draw(ids: readonly BlockId[] | null): void {
    const { app } = this;
    const scene = app && this.isDrawn && !this.isUpdatePending ? this.scene(app) : null;
    // The bar of a part depends on what its blocks show.
    if (ids === null || !scene || scene.as === "part") return this.requestUpdate();
    for (const id of ids) {
      const block = scene.part.blocks.get(id);
      const element = this.renderRoot.querySelector<NbBlock>(`nb-block[data-block-id="${CSS.escape(id)}"]`);
      if (block && element) element.shown = shownBlock(block, scene);
    }
  }

  private tell<K extends keyof NotebookAppEventMap>(type: K, detail: NotebookAppEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: type === "change" }));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("src") && this.src !== "") void this.load();
    if (changed.has("app") || changed.has("failure")) this.dataset.state = this.state;
    if (changed.has("theme") || changed.has("app")) this.applyTheme();
  }

  /** On a page of its own, the page says it. */
  private applyTheme(): void {
    const own = this.page ? "auto" : (this.app?.program.settings.theme ?? "auto");
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
    // Nobody else's business.
    event.stopPropagation();
    this.app?.act(event.detail);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await Promise.all([...this.renderRoot.querySelectorAll("nb-block")].map(({ updateComplete }) => updateComplete));
    return complete;
  }

  protected override render(): unknown {
    const { app, failure } = this;
    if (failure !== null) return this.renderFailure(failure);
    const waiting =
      this.held === 0 || this.page ? html`<slot></slot>` : html`<div .style=${`height: ${this.held}px`}></div>`;
    if (!app) return waiting;
    const scene = this.scene(app);
    return html`${this.isDrawn ? nothing : waiting}<div class="nb-app nb-as-${scene.as} ${this.isDrawn ? "" : "nb-drawing"}" part="app" @nb-action=${this.onAction}>${appView(scene, this.commands)}</div>`;
  }

  private scene({ program, view, part, session, specs, isBusy, elapsed, isNewer, problems }: OpenApp): Scene {
    const isPart = this.asked.length > 0 && part.unknown.length < this.asked.length;
    return {
      program,
      view,
      part,
      as: this.page ? (isPart ? "one" : "page") : this.asked.length > 0 ? "part" : "guest",
      whole: this.page ? `${location.pathname}${withoutBlock(location.search, specs)}` : this.src,
      live: session,
      isBusy,
      elapsed,
      isNewer,
      problems,
    };
  }

  private readonly commands: Commands = {
    run: () => this.run(),
    stop: () => void this.stop(),
    apply: () => this.app?.session.apply(),
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
