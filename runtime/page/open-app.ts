/**
 * An app from when it has been loaded until its element shows another or leaves the page: its session, what of it is shown, and all that
 * goes on beside.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { InputSpec } from "../../compiler/contract/inputs.ts";
import type { FileContent, Kernel, KernelListener } from "../../compiler/contract/kernel.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import type { Program } from "../../compiler/contract/program.ts";
import type { InputValues, NotebookAppEventMap } from "../element.ts";
import { Calm } from "./calm.ts";
import { countRun, hasServer } from "./count-run.ts";
import { followFileLinks } from "./file-links.ts";
import { checkInputs } from "./given.ts";
import { Keeper } from "./keeper.ts";
import type { LoadedApp } from "./load-app.ts";
import type { InputAction } from "./nb-block.ts";
import { watchVersion } from "./newer-version.ts";
import { startOffline } from "./offline.ts";
import { type Hold, openSession } from "./open-session.ts";
import { NO_WISH, readPageUrl, type UrlWish, UrlWriter } from "./page-url.ts";
import { type Part, partOf } from "./part.ts";
import { offlineUrls, prefetchPython } from "./prefetch.ts";
import { changedBlocks } from "./redraw.ts";
import { Results } from "./results.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { Action, PageState } from "./state.ts";
import { followHeadings, type HasHeadings } from "./table-of-contents.ts";
import type { Takeover } from "./takeover.ts";

/** Milliseconds after which the time that a run has taken is drawn again. */
const TICK = 250;

/** The element that shows the app. */
export interface AppElement extends HTMLElement, HasHeadings {
  readonly updateComplete: Promise<boolean>;
}

/** Where an app is shown, and who hears of it. */
export interface Surroundings {
  readonly element: AppElement;
  /** The element is the whole page. */
  readonly isPage: boolean;
  /** The author edits the app. */
  readonly isEdited: boolean;
  /** Name of the app's version; empty for whichever there is. */
  readonly version: string;
  readonly makeKernel: (listener: KernelListener) => Kernel;
  /** These blocks look different now, or the whole app (`null`). */
  readonly draw: (blocks: readonly BlockId[] | null) => void;
  readonly tell: <K extends keyof NotebookAppEventMap>(type: K, detail: NotebookAppEventMap[K]["detail"]) => void;
}

export class OpenApp {
  program: Program;
  specs: readonly InputSpec[];
  /** What is shown of it. */
  part: Part;
  /** The state to be drawn. */
  view: PageState;
  /** What a link or a page asked for in vain, one sentence each. */
  problems: readonly string[];
  /** The host has a newer version. */
  isNewer = false;
  /** What the page's URL asks for. */
  readonly wish: UrlWish;
  readonly #around: Surroundings;
  readonly #hold: Hold;
  /** What the element was given, and which of it the app's inputs take. */
  readonly #given: ReturnType<typeof checkInputs>;
  readonly #results = new Results();
  readonly #calm: Calm;
  readonly #url = new UrlWriter();
  #keeper: Keeper | null = null;
  /** Settles when Python is not being started. */
  #python: Promise<unknown> = Promise.resolve();
  /** How to stop what goes on beside. */
  readonly #stops: (() => void)[] = [];
  /** The page itself sets values; it need not be told. */
  #isSetting = false;
  /** A run is under way, whether it shows or not, and since when. */
  #isUnderWay = false;
  #began = 0;
  #ticking: ReturnType<typeof setInterval> | null = null;

  /** @param given - Values to open with. */
  constructor(loaded: LoadedApp, around: Surroundings, given: InputValues) {
    this.#around = around;
    this.program = loaded.program;
    this.specs = specsOf(loaded.program);
    this.wish = around.isPage ? readPageUrl(this.specs) : NO_WISH;
    this.problems = this.wish.problems;
    this.#given = checkInputs(this.specs, given);
    this.part = partOf(loaded.program, []);
    const shared = loaded.program.settings.oneKernel && !around.isPage ? loaded.base : null;
    const user = { onChange: this.#show.bind(this), onApplied: this.#applied.bind(this) };
    this.#hold = openSession(shared, user, (told) => this.#makeSession(loaded, told));
    this.view = this.session.state;
    this.#calm = new Calm((state, looksNew) => {
      const before = this.view;
      this.view = state;
      const showsRun = this.#ticking !== null || this.isBusy;
      this.#tick(this.isBusy);
      if (looksNew) around.draw(showsRun ? null : changedBlocks(this.program, before, state));
    });
  }

  get session(): Session {
    return this.#hold.session;
  }

  /** A run is under way, and has taken long enough to show. */
  get isBusy(): boolean {
    return isUnderWay(this.view) && !this.#calm.isCalm;
  }

  /** Milliseconds since the run began. */
  get elapsed(): number {
    return performance.now() - this.#began;
  }

  #makeSession(
    { program, base, savedOutputs }: LoadedApp,
    told: Pick<SessionOptions, "onChange" | "onApplied">,
  ): Session {
    const { makeKernel, isPage } = this.#around;
    return new Session({
      program,
      base,
      savedOutputs,
      makeKernel,
      clock: { after: cancelable },
      values: {
        ...Object.fromEntries(this.specs.map((spec) => [spec.name, spec.default])),
        ...this.#given.values,
        ...this.wish.values,
      },
      onRun: () => {
        if (program.served || (isPage && hasServer())) countRun(base);
      },
      ...told,
    });
  }

  /** Shows these blocks, or all. */
  show(blocks: readonly string[]): void {
    const { isPage } = this.#around;
    const part = partOf(this.program, blocks);
    const missing = part.unknown.map((id) => `This app has no block '${id}' that can be shown.`);
    // A link to a block that has gone still leads to the app.
    this.part = isPage && missing.length > 0 ? partOf(this.program, []) : part;
    this.#hold.restrict(this.part.needed);
    if (isPage) this.problems = [...this.problems, ...missing];
    for (const problem of missing) this.#refuse(problem);
  }

  /** Starts Python for a run that is wanted: it takes longer than drawing the app. */
  prepare(): void {
    if (this.session.state.status === "idle") this.#python = this.session.prepare();
  }

  /** Begins what goes on beside, once the app is drawn, and does what was wanted at once. */
  async start(run: boolean, takeover: Takeover): Promise<void> {
    const { session, program } = this;
    const { element, isPage, tell } = this.#around;
    for (const problem of this.#given.problems) this.#refuse(problem);
    // Where others have come first, their values are the app's until this element's are set.
    if (!isPage) this.assign(this.#given.values);
    const anchor = isPage ? decodeURIComponent(location.hash.slice(1)) : "";
    if (anchor !== "" && !takeover.isScrolled) element.findAnchor(anchor)?.scrollIntoView();
    if (program.settings.tableOfContents) this.#stops.push(followHeadings(element));
    this.#connectHost();
    const blocks = [...this.part.blocks.values()].map(({ id, type }) => ({ id, type }));
    tell("ready", { title: program.title, inputs: session.state.applied, blocks });
    await takeover.applyValues(element.renderRoot, () => element.updateComplete);
    // What runs already, for another element or for a value that the viewer has changed, is what is asked for.
    if (!program.settings.allowRun || session.state.status !== "idle") return;
    if (run) session.runAll();
    else if (program.python)
      prefetchPython(program, { element, base: session.base, isUsed: takeover.isUsed }, () =>
        this.#keeper?.addPython(),
      );
  }

  /** Files, newer versions and use without a network: what the app's host has to do with. */
  #connectHost(): void {
    const { session, program } = this;
    const { element, isPage, isEdited, version, draw } = this.#around;
    if (isEdited) return;
    const { base } = session;
    const { project, settings } = program;
    const read = (path: string): Promise<Outcome<FileContent>> => session.file(path);
    this.#stops.push(
      followFileLinks(element, { base, project, read, tell: (message) => session.tell(message) }),
      watchVersion(base, version, () => {
        this.isNewer = true;
        draw(null);
      }),
    );
    if (!isPage) return;
    const keep = startOffline({ base, project, version, isolate: settings.isolate, read, after: this.#python });
    this.#keeper = new Keeper(keep, () => offlineUrls(program, base));
  }

  /** Goes on with an edited program: inputs stay, Python too, and only what was edited runs again. */
  async replace(program: Program, blocks: readonly string[]): Promise<void> {
    this.program = program;
    this.specs = specsOf(program);
    this.part = partOf(program, blocks);
    await this.session.replace(program);
    this.#hold.restrict(this.part.needed);
  }

  /** Does what the viewer did with an input. */
  act(action: InputAction): void {
    const { session } = this;
    if (action.kind === "commit") session.commit(action.name, action.value);
    else if (action.kind === "press") void session.press(action.name);
    else if (action.kind === "apply") session.apply();
    else session.upload(action.name, action.path, action.content);
  }

  /** Sets values for the page around. */
  assign(given: InputValues): void {
    const { values, problems } = checkInputs(this.specs, given);
    this.#isSetting = true;
    this.session.set(values);
    this.#isSetting = false;
    for (const problem of problems) this.#refuse(problem);
  }

  /** Leaves the session, and ends all that goes on beside. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#keeper?.stop();
    this.#url.stop();
    this.#tick(false);
    this.#calm.stop();
    this.#hold.leave();
  }

  #show(state: PageState, action: Action): void {
    const { element, tell } = this.#around;
    if (element.dataset.state !== state.status) element.dataset.state = state.status;
    const wasUnderWay = this.#isUnderWay;
    this.#isUnderWay = isUnderWay(state);
    if (this.#isUnderWay && !wasUnderWay) this.#began = performance.now();
    this.#calm.take(state, action);
    // Small, and asked for by most results: it arrives while Python does. Whoever needs it says if it did not.
    if (action.kind === "booting") import("./renderers/table.ts").catch(() => {});
    if (state.status === "ready") this.#keeper?.addPython();
    this.#keeper?.setBusy(this.#isUnderWay);
    if (action.kind === "ended" && action.fault !== null) tell("error", action.fault);
    const blocks = this.#results.take(state, action, this.part);
    if (blocks !== null) tell("result", { inputs: state.applied, blocks });
  }

  #tick(isOn: boolean): void {
    if (isOn === (this.#ticking !== null)) return;
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#ticking = isOn ? setInterval(() => this.#around.draw(null), TICK) : null;
  }

  #applied(values: InputValues): void {
    if (this.#around.isPage) this.#url.write(this.specs, values);
    if (!this.#isSetting) this.#around.tell("change", { inputs: values });
  }

  #refuse(message: string): void {
    this.#around.tell("error", { code: "invalid", message });
  }
}

function specsOf(program: Program): readonly InputSpec[] {
  return program.blocks.flatMap(({ step }) => (step?.kind === "input" ? [step.input] : []));
}

function isUnderWay({ status }: PageState): boolean {
  return status === "booting" || status === "running";
}

function cancelable(millis: number, callback: () => void): () => void {
  const timer = setTimeout(callback, millis);
  return () => clearTimeout(timer);
}
