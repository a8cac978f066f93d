/**
 * `<nb-preview>`: the app as viewers will see it, in a frame, with tools over the block under the pointer: hide it, drag it beside
 * another, pull the border between columns.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { Edit, EditorBlock, EditorState } from "../../compiler/index.ts";
import { type Box, type Drop, dropAt, type Handle, handlesOf, widthsAfter } from "./drag.ts";
import { look } from "./look.ts";

/** What of the app's element the editor uses. */
interface AppElement extends HTMLElement {
  refresh(): Promise<void>;
  readonly renderRoot: ParentNode;
}

const SEARCH = "notebook-app-preview";

/**
 * @fires nb-edit - an {@link Edit} to be written
 * @fires nb-show-block - a block's id that was chosen in the preview
 */
export class NbPreview extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        background: var(--raised);
      }
      .stage {
        position: relative;
        height: 100%;
        margin: 0 auto;
        transition: max-width 0.15s;
      }
      iframe {
        display: block;
        width: 100%;
        height: 100%;
        border: 0;
        background: var(--paper);
      }
      .over {
        position: absolute;
        inset: 0;
        overflow: hidden;
        pointer-events: none;
      }
      .frame {
        position: absolute;
        border: 2px solid var(--accent);
        border-radius: 8px;
      }
      .tools {
        position: absolute;
        display: flex;
        gap: 4px;
        padding: 3px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--paper);
        box-shadow: 0 2px 8px rgb(0 0 0 / 18%);
        pointer-events: auto;
        white-space: nowrap;
      }
      .tools button {
        min-height: 26px;
        padding: 1px 7px;
        font-size: 12.5px;
      }
      .grip {
        cursor: grab;
        touch-action: none;
      }
      .drop {
        position: absolute;
        border-radius: 4px;
        background: var(--accent);
      }
      .drop.stack {
        background: color-mix(in srgb, var(--accent) 25%, transparent);
        border: 2px dashed var(--accent);
      }
      .border {
        position: absolute;
        width: 14px;
        margin-left: -7px;
        cursor: col-resize;
        pointer-events: auto;
        touch-action: none;
      }
      .border::after {
        content: "";
        position: absolute;
        inset: 0 6px;
        border-radius: 2px;
        background: transparent;
      }
      .border:hover::after,
      .border.active::after {
        background: var(--accent);
      }
      .shield {
        position: absolute;
        inset: 0;
        pointer-events: auto;
        cursor: grabbing;
      }
      .shield.columns {
        cursor: col-resize;
      }
      @media (prefers-reduced-motion: reduce) {
        .stage {
          transition: none;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    narrow: { attribute: false },
    viewer: { attribute: false },
    selected: { attribute: false },
    boxes: { state: true },
    hovered: { state: true },
    dragged: { state: true },
    drop: { state: true },
    pulled: { state: true },
  };

  declare state: EditorState;
  /** Show it as wide as a phone. */
  declare narrow: boolean;
  /** Show it exactly as viewers see it, without tools and hidden blocks. */
  declare viewer: boolean;
  declare selected: string | null;
  declare private boxes: readonly Box[];
  declare private hovered: string | null;
  declare private dragged: string | null;
  declare private drop: Drop | null;
  declare private pulled: { readonly handle: Handle; readonly x: number } | null;
  /** The inputs of a page that was reloaded live on. Never changes: that would load the app anew. */
  private readonly address: string = `/app/${sessionStorage.getItem(SEARCH) ?? ""}`;
  private observer: ResizeObserver | null = null;
  private measuring = 0;

  constructor() {
    super();
    this.narrow = false;
    this.viewer = false;
    this.selected = null;
    this.boxes = [];
    this.hovered = null;
    this.dragged = null;
    this.drop = null;
    this.pulled = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    cancelAnimationFrame(this.measuring);
  }

  /** Shows the newest version; inputs and Python stay. */
  async refresh(): Promise<void> {
    const app = this.app;
    if (app) await app.refresh();
    else this.frame?.contentWindow?.location.reload();
    this.measure();
  }

  /** Scrolls a block into view. */
  show(block: string): void {
    this.blockElement(block)?.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  private get frame(): HTMLIFrameElement | null {
    return this.renderRoot.querySelector("iframe");
  }

  private get app(): AppElement | null {
    return this.frame?.contentDocument?.querySelector<AppElement>("notebook-app") ?? null;
  }

  private blockElement(id: string): Element | null {
    return this.app?.renderRoot?.querySelector(`[data-block-id="${CSS.escape(id)}"]`) ?? null;
  }

  /** The app's page is there: follow what moves in it. */
  private loaded(): void {
    const view = this.frame?.contentWindow;
    const page = this.frame?.contentDocument;
    if (!view || !page) return;
    page.addEventListener("scroll", () => this.measure(), { capture: true, passive: true });
    page.addEventListener("pointermove", (event) => this.hover(event), { passive: true });
    page.addEventListener("focusin", () => this.measure());
    page.documentElement.addEventListener("pointerleave", () => this.measure());
    view.addEventListener("pagehide", () => sessionStorage.setItem(SEARCH, view.location.search));
    this.observer?.disconnect();
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(page.documentElement);
    void view.customElements.whenDefined("notebook-app").then(() => {
      const { app } = this;
      if (!app) return;
      this.observer?.observe(app);
      app.addEventListener("ready", () => this.measure());
      app.addEventListener("change", () => sessionStorage.setItem(SEARCH, view.location.search));
      this.shown();
      this.measure();
    });
  }

  /** Tells the app whether hidden blocks are to be seen. */
  private shown(): void {
    this.app?.toggleAttribute("editing", !this.viewer);
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("viewer")) this.shown();
    if (changed.has("state") || changed.has("narrow") || changed.has("viewer")) this.measure();
  }

  /** Reads where blocks are now, once per frame. */
  private measure(): void {
    cancelAnimationFrame(this.measuring);
    this.measuring = requestAnimationFrame(() => {
      const elements = this.app?.renderRoot?.querySelectorAll("nb-block") ?? [];
      this.boxes = [...elements].flatMap((element): Box[] => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const id = element.getAttribute("data-block-id");
        return id === null || width === 0 ? [] : [{ id, left, top, width, height }];
      });
    });
  }

  private hover(event: PointerEvent): void {
    if (this.dragged !== null || this.pulled) return;
    const box = this.boxes.find(
      ({ left, top, width, height }) =>
        event.clientX >= left &&
        event.clientX <= left + width &&
        event.clientY >= top - 4 &&
        event.clientY <= top + height + 4,
    );
    this.hovered = box?.id ?? null;
  }

  private send(edit: Edit): void {
    this.dispatchEvent(new CustomEvent("nb-edit", { detail: edit, bubbles: true, composed: true }));
  }

  protected override render(): unknown {
    return html`<div class="stage" style=${styleMap({ maxWidth: this.narrow ? "390px" : "none" })}>
      <iframe title="The app as viewers see it" src=${this.address} @load=${() => this.loaded()}></iframe>
      ${this.viewer ? nothing : this.renderTools()}
    </div>`;
  }

  private renderTools(): TemplateResult {
    const current = this.dragged ?? this.hovered ?? this.selected;
    const box = this.boxes.find(({ id }) => id === current);
    const block = this.state.blocks.find(({ id }) => id === current);
    return html`<div class="over">
      ${this.dragged === null ? handlesOf(this.boxes, this.state.rows).map((handle) => this.renderBorder(handle)) : nothing}
      ${box ? html`<div class="frame" style=${placed(box, 4)}></div>` : nothing}
      ${box && block && this.dragged === null && !this.pulled ? this.renderToolbar(box, block) : nothing}
      ${this.drop ? html`<div class="drop ${this.drop.kind}" style=${placed(this.drop.box, 0)}></div>` : nothing}
      ${
        this.dragged !== null
          ? html`<div class="shield" @pointermove=${this.dragMove} @pointerup=${this.dragEnd} @pointercancel=${this.dragCancel}></div>`
          : nothing
      }
      ${
        this.pulled
          ? html`<div class="shield columns" @pointermove=${this.pullMove} @pointerup=${this.pullEnd} @pointercancel=${this.pullEnd}></div>`
          : nothing
      }
    </div>`;
  }

  private renderToolbar(box: Box, block: EditorBlock): TemplateResult {
    const { id, title, settings, type } = block;
    const edit = (key: Extract<Edit, { kind: "blocks" }>["edits"][number]["key"], value: boolean): void =>
      this.send({ kind: "blocks", edits: [{ block: id, key, value }] });
    const right = Math.max(4, (this.frame?.clientWidth ?? 0) - box.left - box.width);
    return html`<div
      class="tools"
      role="toolbar"
      aria-label="Tools of ${title}"
      style=${styleMap({ top: `${Math.max(4, box.top - 34)}px`, right: `${right}px` })}
    >
      <button class="grip" tabindex="-1" aria-label="Drag ${title}" title="Drag beside or below another block" @pointerdown=${(event: PointerEvent) => this.dragStart(event, id)}>⠿ ${title}</button>
      <button aria-pressed=${!settings.visible} @click=${() => edit("deepnote_app_block_visible", !settings.visible)}>${settings.visible ? "Hide" : "Hidden"}</button>
      ${
        type === "code" || type === "sql"
          ? html`<button aria-pressed=${settings.codeHidden} @click=${() => edit("deepnote_app_is_code_hidden", !settings.codeHidden)}>Hide code</button>
            <button aria-pressed=${settings.outputHidden} @click=${() => edit("deepnote_app_is_output_hidden", !settings.outputHidden)}>Hide output</button>`
          : nothing
      }
    </div>`;
  }

  private renderBorder(handle: Handle): TemplateResult {
    const { left, top, height } = handle;
    const active = this.pulled?.handle.block === handle.block && this.pulled.handle.column === handle.column;
    const x = active && this.pulled ? this.pulled.x : left;
    return html`<div
      class="border ${active ? "active" : ""}"
      style=${styleMap({ left: `${x}px`, top: `${top}px`, height: `${height}px` })}
      title="Pull to change the columns' widths"
      @pointerdown=${(event: PointerEvent) => this.pullStart(event, handle)}
    ></div>`;
  }

  // Dragging a block

  private dragStart(event: PointerEvent, id: string): void {
    event.preventDefault();
    this.dragged = id;
    this.drop = null;
  }

  private readonly dragMove = (event: PointerEvent): void => {
    const stage = this.frame?.getBoundingClientRect();
    if (!stage || this.dragged === null) return;
    const point = { x: event.clientX - stage.left, y: event.clientY - stage.top };
    this.drop = dropAt(point, this.dragged, this.boxes);
    // Near an edge the page scrolls along.
    const page = this.frame?.contentWindow;
    if (point.y < 48) page?.scrollBy(0, -24);
    else if (point.y > stage.height - 48) page?.scrollBy(0, 24);
  };

  private readonly dragEnd = (): void => {
    const { dragged, drop } = this;
    this.dragCancel();
    if (dragged === null || !drop) return;
    const [block, target] = [this.idOf(dragged), this.idOf(drop.target)];
    if (!block || !target) return;
    this.send({
      kind: "move",
      move: drop.kind === "alone" ? { kind: "alone", block } : { kind: drop.kind, block, target },
    });
  };

  private readonly dragCancel = (): void => {
    this.dragged = null;
    this.drop = null;
  };

  private idOf(id: string): EditorBlock["id"] | undefined {
    return this.state.blocks.find((block) => block.id === id)?.id;
  }

  // Pulling the border between two columns

  private pullStart(event: PointerEvent, handle: Handle): void {
    event.preventDefault();
    this.pulled = { handle, x: handle.left };
  }

  private readonly pullMove = (event: PointerEvent): void => {
    const stage = this.frame?.getBoundingClientRect();
    if (this.pulled && stage) this.pulled = { ...this.pulled, x: event.clientX - stage.left };
  };

  private readonly pullEnd = (event: PointerEvent): void => {
    const { pulled } = this;
    this.pulled = null;
    const block = pulled && this.idOf(pulled.handle.block);
    if (!pulled || !block || event.type === "pointercancel" || Math.abs(pulled.x - pulled.handle.left) < 3) return;
    this.send({ kind: "move", move: { kind: "widths", block, widths: widthsAfter(pulled.handle, pulled.x) } });
  };
}

function placed({ left, top, width, height }: Omit<Box, "id">, around: number): unknown {
  return styleMap({
    left: `${left - around}px`,
    top: `${top - around}px`,
    width: `${width + 2 * around}px`,
    height: `${height + 2 * around}px`,
  });
}
