/**
 * How an app looks: its bar, its rows of blocks, what it has to tell. Only draws; what a viewer does goes to the {@link Commands}.
 * @module
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Fault } from "../../compiler/contract/outcome.ts";
import { type Column, type Program, type ProgramBlock, titleRole } from "../../compiler/contract/program.ts";
import type { Live } from "./live.ts";
import type { ShownBlock } from "./nb-block.ts";
import type { Part } from "./part.ts";
import { blockState, type PageState } from "./state.ts";
import { statusText } from "./status.ts";

/** What there is to be drawn. */
export interface Scene {
  readonly program: Program;
  readonly view: PageState;
  readonly part: Part;
  /**
   * - `page`: the app is the page; `one`: the page shows one block of it, with a way to the rest;
   * - `guest`: the app on a page of somebody's; `part`: some blocks of it there, with nothing around them
   */
  readonly as: "page" | "one" | "guest" | "part";
  /** Where the whole app is, for `one`. */
  readonly whole: string;
  readonly live: Live | null;
  /** A run is under way, and shows. */
  readonly isBusy: boolean;
  /** Milliseconds since it began. */
  readonly elapsed: number;
  readonly isNewer: boolean;
  /** What a link or a page asked for in vain, one sentence each. */
  readonly problems: readonly string[];
}

/** What a viewer may want. */
export interface Commands {
  readonly run: () => void;
  readonly stop: () => void;
  readonly apply: () => void;
  readonly reload: () => void;
  readonly goTo: (event: Event, anchor: string) => void;
}

/** Parts of blocks that a page can style too. */
const BLOCK_PARTS = "text, code, output, label, control, button";

/** Draws the app. Styles are set as properties: a page may forbid them as attributes. */
export function appView(scene: Scene, commands: Commands): TemplateResult {
  const { program, part, as } = scene;
  const contents = program.settings.tableOfContents && program.headings.length > 0 && (as === "page" || as === "guest");
  const content = html`${notices(scene, commands)}
    ${repeat(
      part.rows,
      (_, index) => index,
      ({ columns }) => html`<div class="nb-row" part="row">${columns.map((column) => columnView(column, scene))}</div>`,
    )}
    ${hiddenFailures(scene)}
    ${part.rows.length === 0 ? html`<p class="nb-empty">${emptyText(scene)}</p>` : nothing}`;
  const wide = program.settings.fullWidth || as === "part" ? "nb-full" : "";
  // Landmarks and the first heading are the page's own affair, where the page is not the app's.
  const isPage = as === "page" || as === "one";
  return html`${as === "part" ? toolbar(scene, commands) : header(scene, commands)}
    <div class="nb-body">
      ${contents ? contentsView(program, commands) : nothing}
      ${
        isPage
          ? html`<main class="nb-page ${wide}" part="page">${content}</main>`
          : html`<div class="nb-page ${wide}" part="page" role="group" aria-label=${program.title}>${content}</div>`
      }
    </div>`;
}

function emptyText({ as }: Scene): string {
  return as === "page" || as === "guest" ? "This notebook has nothing to show." : "There is nothing to show.";
}

function header(scene: Scene, commands: Commands): TemplateResult {
  const { program, as } = scene;
  const role = as === "one" ? "label" : titleRole(program);
  const inside = html`${title(scene)}
      <span class="nb-status" part="status" role="status">${busyText(scene)}</span>
      ${applyButton(scene, commands)}
      ${program.settings.allowRun ? runButton(scene, commands) : nothing}
      ${progressBar(scene)}`;
  return as === "page" || as === "one"
    ? html`<header class="nb-header nb-${role}" part="header">${inside}</header>`
    : html`<div class="nb-header nb-${role}" part="header">${inside}</div>`;
}

function title({ program, as, whole }: Scene): TemplateResult {
  const role = titleRole(program);
  if (as === "one") return html`<p class="nb-title" part="title"><a href=${whole}>${program.title}</a></p>`;
  if (role !== "heading") return html`<p class="nb-title" part="title">${program.title}</p>`;
  return as === "page"
    ? html`<h1 class="nb-title" part="title">${program.title}</h1>`
    : html`<h2 class="nb-title" part="title">${program.title}</h2>`;
}

/** Of a part, only what a viewer could not do without: it lies over the content and takes no room. */
function toolbar(scene: Scene, commands: Commands): TemplateResult {
  const { program, part, view, isBusy } = scene;
  const isBlank = [...part.blocks.values()].every(
    ({ id, view: shown }) => shown.kind === "code" && blockState(view, id).outputs.length === 0,
  );
  const needsRun = program.settings.allowRun && (isBusy || isBlank);
  return html`<div class="nb-toolbar ${isBlank ? "nb-blank" : ""}" part="header">
    <span class="nb-status" part="status" role="status">${busyText(scene)}</span>
    ${applyButton(scene, commands)}${needsRun ? runButton(scene, commands) : nothing}${progressBar(scene)}
  </div>`;
}

function busyText({ isBusy, program, view, elapsed }: Scene): unknown {
  return isBusy ? statusText(program, view, elapsed) : nothing;
}

function applyButton({ view }: Scene, { apply }: Commands): unknown {
  const waiting = Object.keys(view.pending).length;
  return waiting === 0
    ? nothing
    : html`<button class="nb-run nb-apply" part="button apply" @click=${apply}>Apply (${waiting})</button>`;
}

function runButton({ isBusy }: Scene, { run, stop }: Commands): TemplateResult {
  return isBusy
    ? html`<button class="nb-run nb-stop" part="button stop" @click=${stop}>Stop</button>`
    : html`<button class="nb-run" part="button run" @click=${run}>Run</button>`;
}

function progressBar({ isBusy, view: { progress } }: Scene): unknown {
  if (!isBusy) return nothing;
  const share = progress?.total ? Math.round((100 * progress.loaded) / progress.total) : null;
  return html`<div class="nb-progress ${share === null ? "nb-unknown" : ""}" part="progress"><div .style=${share === null ? "" : `transform: scaleX(${share / 100})`}></div></div>`;
}

function contentsView({ headings }: Program, { goTo }: Commands): TemplateResult {
  return html`<nav class="nb-toc" part="contents" aria-label="Contents"><ol>${headings.map(
    ({ anchor, level, text }) =>
      html`<li class="nb-level-${level}"><a href="#${encodeURIComponent(anchor)}" @click=${(event: Event) => goTo(event, anchor)}>${text}</a></li>`,
  )}</ol></nav>`;
}

function notices({ view, problems, isNewer }: Scene, { run, reload }: Commands): unknown {
  const newer = isNewer
    ? html`<div class="nb-notice" part="notice" role="status"><span>A newer version of this app is there.</span><button class="nb-plain-button" part="button" @click=${reload}>Show it</button></div>`
    : nothing;
  const told = [...problems, ...(view.notice === null ? [] : [view.notice])].map(
    (text) => html`<div class="nb-notice" part="notice" role="status"><span>${text}</span></div>`,
  );
  return html`${newer}${told}${view.fault === null ? nothing : faultNotice(view.fault, retryButton(view.fault, { retry: run, reload }))}`;
}

/** Tells what went wrong, with the button that helps. */
export function faultNotice({ message }: Fault, button: TemplateResult): TemplateResult {
  return html`<div class="nb-notice nb-bad" part="notice" role="alert"><span>${message}</span>${button}</div>`;
}

/** What helps after a fault: another try, or the newer version. */
export function retryButton(
  { code }: Fault,
  { retry, reload }: Record<"retry" | "reload", () => void>,
): TemplateResult {
  return code === "outdated"
    ? html`<button class="nb-plain-button" part="button" @click=${reload}>Reload</button>`
    : html`<button class="nb-plain-button" part="button" @click=${retry}>Retry</button>`;
}

function columnView({ width, blocks }: Column, scene: Scene): TemplateResult {
  return html`<div class="nb-column" part="column" .style=${width === null ? "" : `flex-grow: ${width}`}>${blocks.map((id) => blockView(id, scene))}</div>`;
}

function blockView(id: BlockId, scene: Scene): unknown {
  const block = scene.part.blocks.get(id);
  if (!block) return nothing;
  return html`<nb-block
      part="block"
      exportparts=${BLOCK_PARTS}
      data-block-id=${block.id}
      ?data-hidden=${!block.visible}
      .shown=${shownBlock(block, scene)}
    ></nb-block>`;
}

/** A block of the scene, as its element takes it. */
export function shownBlock(block: ProgramBlock, { program, view, live, isBusy }: Scene): ShownBlock {
  const state = blockState(view, block.id);
  const name = block.step?.kind === "input" ? block.step.input.name : "";
  const because =
    state.because === null ? null : (program.blocks.find((one) => one.id === state.because)?.title ?? null);
  const isWaiting = state.status === "queued" || state.status === "running";
  return {
    block,
    // As long as a run does not show, its blocks stand there as they did.
    state: isWaiting && !isBusy ? { ...state, status: "done" } : state,
    isWaiting,
    value: view.pending[name] ?? view.applied[name] ?? null,
    isPending: name in view.pending,
    options: view.options.get(block.id) ?? null,
    because,
    isDisabled: !program.settings.allowRun,
    live,
  };
}

/** A block that fails unseen must not fail in silence. */
function hiddenFailures({ program, part, view }: Scene): unknown {
  const isHidden = (block: ProgramBlock): boolean =>
    !block.visible || !part.blocks.has(block.id) || (block.view.kind === "code" && !block.view.showOutput);
  const failed = program.blocks.filter(
    (block) =>
      (part.needed?.has(block.id) ?? true) && blockState(view, block.id).status === "failed" && isHidden(block),
  );
  return failed.map(({ id, title: name }) => {
    const error = blockState(view, id).outputs.find((output) => output.output_type === "error");
    const text = error?.output_type === "error" ? `${error.ename}: ${error.evalue}` : "It failed.";
    return html`<div class="nb-notice nb-bad" part="notice" role="alert"><span>A hidden block (${name}) failed. ${text}</span></div>`;
  });
}
