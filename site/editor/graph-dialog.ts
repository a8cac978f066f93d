/**
 * `<nb-graph-dialog>`: which block needs which, as a picture to zoom and walk through, and as a list of problems.
 * @module
 */
import {
  type CSSResult,
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  svg,
  type TemplateResult,
} from "lit";
import type { EditorState } from "../../compiler/index.ts";
import { type GraphDrawing, type GraphQuestion, graphProblems, type Relations, relationsOf } from "./graph-drawing.ts";
import { look } from "./look.ts";

type GraphBlock = NonNullable<EditorState["graph"]>["blocks"][number];
const ZOOMS = { min: 0.1, max: 2.5, step: 1.25 };

/** @fires nb-show-block - a block's id, to be shown in the preview */
export class GraphDialog extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      dialog {
        width: min(1400px, 96vw);
        height: 94vh;
        max-height: none;
        max-width: none;
        border: 1px solid var(--line);
        border-radius: 12px;
        padding: 0;
        background: var(--paper);
        color: var(--ink);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .all {
        display: grid;
        grid-template: auto 1fr / 1fr 300px;
        height: 100%;
      }
      header {
        grid-column: 1 / -1;
        display: flex;
        gap: 8px;
        align-items: center;
        padding: 8px 12px;
        border-bottom: 1px solid var(--line);
      }
      header h2 {
        margin: 0 auto 0 0;
        font-size: 15px;
      }
      .scroll {
        overflow: auto;
        background: var(--raised);
      }
      aside {
        overflow: auto;
        border-left: 1px solid var(--line);
        padding: 12px;
      }
      aside li {
        margin: 6px 0;
      }
      aside li button {
        width: 100%;
        text-align: left;
      }
      svg {
        display: block;
        font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      }
      .node {
        cursor: pointer;
      }
      .node rect {
        fill: var(--paper);
        stroke: var(--edge);
      }
      .node.input rect {
        fill: color-mix(in srgb, var(--accent) 14%, var(--paper));
      }
      .node.problem rect {
        stroke: var(--bad);
        stroke-width: 2;
      }
      .node text {
        fill: var(--ink);
      }
      .node .names {
        fill: var(--soft);
      }
      .node:focus-visible {
        outline: none;
      }
      .node:focus-visible rect,
      .node.focus rect {
        stroke: var(--accent);
        stroke-width: 3;
      }
      .edge {
        fill: none;
        stroke: var(--edge);
        stroke-width: 1.2;
      }
      .edge.near {
        stroke: var(--accent);
        stroke-width: 2.2;
      }
      .dim {
        opacity: 0.22;
      }
      .label {
        fill: var(--ink);
        font-size: 11px;
        text-anchor: middle;
        paint-order: stroke;
        stroke: var(--raised);
        stroke-width: 5px;
      }
      @media (max-width: 800px) {
        .all {
          grid-template: auto 1fr 40% / 1fr;
        }
        aside {
          border-left: 0;
          border-top: 1px solid var(--line);
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    drawing: { state: true },
    zoom: { state: true },
    focused: { state: true },
  };

  declare state: EditorState;
  declare private drawing: GraphDrawing | null;
  declare private zoom: number;
  declare private focused: string | null;
  private worker: Worker | null = null;

  constructor() {
    super();
    this.drawing = null;
    this.zoom = 1;
    this.focused = null;
  }

  /** Opens it, with a block in focus if one is named. */
  open(block: string | null = null): void {
    this.focused = block;
    this.layout();
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.worker?.terminate();
  }

  protected override updated(changed: Map<string, unknown>): void {
    const isOpen = this.renderRoot.querySelector("dialog")?.open === true;
    if (changed.has("state") && changed.get("state") !== undefined && isOpen) this.layout();
  }

  /** Blocks that bind, need or run something. */
  private get blocks(): readonly GraphBlock[] {
    const { graph } = this.state;
    const linked = new Set(graph?.edges.flatMap(({ from, to }) => [from, to]));
    return (graph?.blocks ?? []).filter(
      ({ id, defines, opaque, error }) => linked.has(id) || defines.length > 0 || opaque !== null || error !== null,
    );
  }

  private layout(): void {
    this.worker?.terminate();
    this.drawing = null;
    const question: GraphQuestion = {
      nodes: this.blocks.map((block) => ({ id: block.id, width: widthOf(block), height: 48 })),
      edges: (this.state.graph?.edges ?? []).map(({ from, to }) => ({ from, to })),
    };
    if (question.nodes.length === 0) return;
    this.worker = new Worker(new URL("./graph-layout.worker.ts", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }: MessageEvent<GraphDrawing>) => {
      this.drawing = data;
      this.worker?.terminate();
      void this.updateComplete.then(() => this.fit());
    });
    this.worker.postMessage(question);
  }

  /** Makes the picture as wide as there is room, but nothing larger than life. */
  private fit(): void {
    const area = this.renderRoot.querySelector(".scroll");
    const { drawing } = this;
    if (!area || !drawing) return;
    // Text that cannot be read is no overview: long graphs are scrolled through instead.
    this.zoom = Math.max(0.5, Math.min(1, (area.clientWidth - 16) / drawing.width));
    if (this.focused !== null) void this.updateComplete.then(() => this.reveal(this.focused));
  }

  private reveal(id: string | null): void {
    if (id === null) return;
    this.renderRoot
      .querySelector(`[data-node="${CSS.escape(id)}"]`)
      ?.scrollIntoView({ block: "center", inline: "center" });
  }

  private focusOn(id: string): void {
    this.focused = this.focused === id ? null : id;
    if (this.focused !== null) void this.updateComplete.then(() => this.reveal(id));
  }

  private zoomBy(factor: number): void {
    this.zoom = Math.min(ZOOMS.max, Math.max(ZOOMS.min, this.zoom * factor));
  }

  private jump(block: string): void {
    this.renderRoot.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("nb-show-block", { detail: block, bubbles: true, composed: true }));
  }

  protected override render(): unknown {
    const count = this.blocks.length;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    };
    return html`<dialog aria-labelledby="graph-title">
      <div class="all">
        <header>
          <h2 id="graph-title">Dependency graph</h2>
          <button @click=${() => this.zoomBy(1 / ZOOMS.step)} aria-label="Zoom out">−</button>
          <span aria-live="polite">${Math.round(this.zoom * 100)} %</span>
          <button @click=${() => this.zoomBy(ZOOMS.step)} aria-label="Zoom in">+</button>
          <button @click=${() => this.fit()}>Fit</button>
          <button @click=${() => this.renderRoot.querySelector("dialog")?.close()}>Close</button>
        </header>
        <div class="scroll" tabindex="0" role="region" aria-label="Picture of the graph" @wheel=${wheel}>
          ${count === 0 ? html`<p style="padding: 24px">No block binds or needs a name yet.</p>` : this.drawing ? this.renderPicture(this.drawing) : html`<p style="padding: 24px" role="status">Laying out ${count} blocks…</p>`}
        </div>
        <aside aria-label="Details">${this.focused === null ? this.renderProblems() : this.renderFocus(this.focused)}</aside>
      </div>
    </dialog>`;
  }

  private renderPicture(drawing: GraphDrawing): TemplateResult {
    const { width, height, nodes, edges } = drawing;
    const relations = this.focused === null ? null : relationsOf(this.focused, this.state);
    const blocks = new Map(this.blocks.map((block) => [block.id as string, block]));
    return html`<svg
      width=${width * this.zoom}
      height=${height * this.zoom}
      viewBox="0 0 ${width} ${height}"
      role="group"
      aria-label="Blocks and what they need"
    >
      <defs>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0L8 4L0 8z" fill="context-stroke" />
        </marker>
      </defs>
      ${edges.map((edge) => this.renderEdge(edge, relations))}
      ${nodes.map((node) => {
        const block = blocks.get(node.id);
        return block ? this.renderNode(node, block, relations) : nothing;
      })}
    </svg>`;
  }

  private renderEdge({ from, to, points }: GraphDrawing["edges"][number], relations: Relations | null): unknown {
    const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    const near = from === this.focused || to === this.focused;
    const dim = relations !== null && !near;
    const names = this.state.graph?.edges.find((edge) => edge.from === from && edge.to === to)?.names ?? [];
    const middle = points[Math.floor(points.length / 2)];
    // Names of all edges would cover a large picture.
    const named = near || (relations === null && this.blocks.length <= 60);
    return svg`<g class=${dim ? "dim" : ""}><title>${names.join(", ")}</title><path class="edge ${near ? "near" : ""}" d=${path} marker-end="url(#tip)"></path>
      ${named && middle ? svg`<text class="label" x=${middle.x} y=${middle.y + 4}>${cut(names.join(", "), 28)}</text>` : nothing}</g>`;
  }

  private renderNode(node: GraphDrawing["nodes"][number], block: GraphBlock, relations: Relations | null): unknown {
    const { id, x, y, width, height } = node;
    const near = relations === null || id === this.focused || relations.needs.has(id) || relations.feeds.has(id);
    const isInput = block.type.startsWith("input-") || block.type === "button";
    const classes = `node ${isInput ? "input" : ""} ${(block.opaque ?? block.error) ? "problem" : ""} ${id === this.focused ? "focus" : ""} ${near ? "" : "dim"}`;
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.focusOn(id);
    };
    return svg`<g class=${classes} data-node=${id} tabindex="0" role="button" aria-pressed=${id === this.focused}
      aria-label="${block.title}, ${block.defines.length > 0 ? `binds ${block.defines.join(", ")}` : block.type}"
      @click=${() => this.focusOn(id)} @keydown=${key}>
      <title>${block.opaque ?? block.error?.message ?? block.defines.join(", ")}</title>
      <rect x=${x} y=${y} width=${width} height=${height} rx="6"></rect>
      <text x=${x + 10} y=${y + 20}>${cut(block.title, 26)}</text>
      <text class="names" x=${x + 10} y=${y + 37}>${cut(block.defines.join(", ") || block.type, 26)}</text>
    </g>`;
  }

  private renderProblems(): TemplateResult {
    const problems = graphProblems(this.state);
    return html`<h2>Problems</h2>
      ${problems.length === 0 ? html`<p class="soft">None: every name is bound above where it is used.</p>` : nothing}
      <ul>
        ${problems.map(({ block, title, message }) => html`<li><button @click=${() => this.jump(block)}><b>${title}</b><br />${message}</button></li>`)}
      </ul>
      <p class="help">Choose a block to see what it needs, what needs it, and what runs when it changes. Ctrl and the wheel zoom.</p>`;
  }

  private renderFocus(id: string): TemplateResult {
    const block = this.blocks.find((one) => one.id === id);
    if (!block) return html`<p class="soft">This block is gone.</p>`;
    const { graph } = this.state;
    const { runs } = relationsOf(id, this.state);
    const into = (graph?.edges ?? []).filter(({ to }) => to === id);
    const out = (graph?.edges ?? []).filter(({ from }) => from === id);
    const order = (graph?.blocks ?? []).filter(({ id: one }) => runs.has(one) && one !== id);
    return html`<h2>${block.title}</h2>
      ${block.opaque === null ? nothing : html`<p>Cannot be analysed: ${block.opaque}</p>`}
      ${block.error === null ? nothing : html`<p>Line ${block.error.line}: ${block.error.message}</p>`}
      <p>
        <button @click=${() => this.jump(id)}>Show in the preview</button>
        <button @click=${() => this.focusOn(id)}>All blocks</button>
      </p>
      <h2>Needs</h2>
      ${this.renderLinks(
        into.map(({ from, names }) => [from, names] as const),
        "Nothing above it.",
      )}
      <h2>Is needed by</h2>
      ${this.renderLinks(
        out.map(({ to, names }) => [to, names] as const),
        "Nothing below it.",
      )}
      <h2>Runs when this ${block.type.startsWith("input-") ? "input" : "block"} changes</h2>
      ${this.renderLinks(
        order.map(({ id: one }) => [one, []] as const),
        "Nothing else.",
      )}`;
  }

  private renderLinks(links: readonly (readonly [string, readonly string[]])[], none: string): TemplateResult {
    if (links.length === 0) return html`<p class="soft">${none}</p>`;
    const titles = new Map(this.state.graph?.blocks.map(({ id, title }) => [id as string, title]));
    return html`<ul>
      ${links.map(
        ([id, names]) =>
          html`<li><button @click=${() => this.focusOn(id)}><b>${titles.get(id) ?? id}</b>${names.length > 0 ? html` <code>${names.join(", ")}</code>` : nothing}</button></li>`,
      )}
    </ul>`;
  }
}

function widthOf({ title, defines, type }: GraphBlock): number {
  const longest = Math.max(cut(title, 26).length, cut(defines.join(", ") || type, 26).length);
  return longest * 7.3 + 20;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
