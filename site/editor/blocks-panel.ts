/**
 * `<nb-blocks-panel>`: every block with what can be chosen about it, also its place: all that dragging does, by keyboard.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Edit, EditorBlock, EditorState } from "../../compiler/index.ts";
import { look } from "./look.ts";

type BlockKey = Extract<Edit, { kind: "blocks" }>["edits"][number]["key"];
type Move = Extract<Edit, { kind: "move" }>["move"];

/** Types whose blocks have code or outputs to hide. */
const WITH_CODE: ReadonlySet<string> = new Set(["code", "sql"]);
const WITH_OUTPUT: ReadonlySet<string> = new Set(["code", "sql", "visualization", "big-number"]);

/**
 * @fires nb-edit - an {@link Edit} to be written
 * @fires nb-show-block - a block's id, to be shown in the preview
 */
export class BlocksPanel extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      li {
        border: 1px solid var(--line);
        border-radius: 8px;
        padding: 8px 10px;
        margin: 8px 0;
      }
      li.hidden {
        border-style: dashed;
        background: var(--raised);
      }
      li.selected {
        border-color: var(--accent);
      }
      .name {
        display: flex;
        gap: 8px;
        align-items: baseline;
        width: 100%;
        border: 0;
        background: none;
        padding: 0;
        text-align: left;
      }
      .name b {
        font-weight: 600;
        white-space: nowrap;
      }
      .name code {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--soft);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: 6px;
      }
      .choices button {
        font-size: 12.5px;
        padding: 2px 8px;
        min-height: 26px;
      }
      .choices select {
        width: auto;
        max-width: 100%;
        min-height: 26px;
        padding: 1px 4px;
        font-size: 12.5px;
      }
      .widths {
        display: flex;
        gap: 6px;
        align-items: center;
        margin-top: 6px;
      }
      .widths input {
        width: 64px;
        min-height: 26px;
        padding: 1px 6px;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    selected: { attribute: false },
  };

  declare state: EditorState;
  /** The block that is shown in the preview. */
  declare selected: string | null;

  protected override render(): unknown {
    const { blocks } = this.state;
    if (blocks.length === 0)
      return html`<p class="soft">This notebook has no blocks yet. Write some in your own editor and save; they appear here.</p>`;
    return html`<p class="help">The order is the notebook's. Blocks that follow each other can stand side by side.</p>
      <ul>${blocks.map((block, index) => this.renderBlock(block, index))}</ul>`;
  }

  protected override updated(): void {
    if (this.selected !== null) this.renderRoot.querySelector("li.selected")?.scrollIntoView({ block: "nearest" });
  }

  private set(block: EditorBlock, key: BlockKey, value: boolean): void {
    this.send({ kind: "blocks", edits: [{ block: block.id, key, value }] });
  }

  private send(detail: Edit): void {
    this.dispatchEvent(new CustomEvent("nb-edit", { detail, bubbles: true, composed: true }));
  }

  private renderBlock(block: EditorBlock, index: number): TemplateResult {
    const { id, title, type, text, settings } = block;
    const show = (): void => {
      this.dispatchEvent(new CustomEvent("nb-show-block", { detail: id, bubbles: true, composed: true }));
    };
    const classes = [settings.visible ? "" : "hidden", id === this.selected ? "selected" : ""].join(" ");
    return html`<li class=${classes} data-block=${id}>
      <button class="name" @click=${show} aria-label="Show ${title} in the preview"><b>${title}</b><code>${text || type}</code></button>
      <div class="choices" role="group" aria-label="Choices for ${title}">
        ${this.renderToggle(block, ["Hide block", "deepnote_app_block_visible", !settings.visible, false])}
        ${WITH_CODE.has(type) ? this.renderToggle(block, ["Hide code", "deepnote_app_is_code_hidden", settings.codeHidden, true]) : nothing}
        ${WITH_OUTPUT.has(type) ? this.renderToggle(block, ["Hide output", "deepnote_app_is_output_hidden", settings.outputHidden, true]) : nothing}
        ${this.renderPlace(block, index)}
      </div>
      ${this.renderWidths(block)}
    </li>`;
  }

  private renderToggle(
    block: EditorBlock,
    [name, key, on, valueWhenOn]: readonly [string, BlockKey, boolean, boolean],
  ): TemplateResult {
    const press = (): void => this.set(block, key, on ? !valueWhenOn : valueWhenOn);
    return html`<button aria-pressed=${on} aria-label="${name} ${block.title}" @click=${press}>${name}</button>`;
  }

  /** Where it stands, as a choice: what a drag does with a mouse. */
  private renderPlace(block: EditorBlock, index: number): unknown {
    const { blocks } = this.state;
    const neighbours = [blocks[index - 1], blocks[index + 1]].filter((one) => one !== undefined);
    const moves: { readonly name: string; readonly move: Move }[] = neighbours.flatMap(({ id, title }) => [
      { name: `Beside ${title}`, move: { kind: "beside", block: block.id, target: id } as const },
      { name: `In the column of ${title}`, move: { kind: "stack", block: block.id, target: id } as const },
    ]);
    if (this.rowOf(block)) moves.unshift({ name: "In a row of its own", move: { kind: "alone", block: block.id } });
    const choose = (event: Event): void => {
      const { target } = event;
      if (!(target instanceof HTMLSelectElement)) return;
      const chosen = moves[Number(target.value)];
      target.value = "";
      if (chosen) this.send({ kind: "move", move: chosen.move });
    };
    return html`<select aria-label="Place of ${block.title}" @change=${choose}>
      <option value="" selected>Place…</option>
      ${moves.map(({ name }, at) => html`<option value=${at}>${name}</option>`)}
    </select>`;
  }

  private rowOf({ id }: EditorBlock): EditorState["rows"][number] | undefined {
    return this.state.rows.find(({ columns }) => columns.some(({ blocks }) => blocks.includes(id)));
  }

  /** Widths of a row's columns, at the row's first block. */
  private renderWidths(block: EditorBlock): unknown {
    const row = this.rowOf(block);
    if (!row || row.columns[0]?.blocks[0] !== block.id) return nothing;
    const set = (at: number, value: string): void => {
      const widths = row.columns.map(({ width }, index) =>
        index === at ? (value === "" ? null : Number(value)) : width,
      );
      this.send({ kind: "move", move: { kind: "widths", block: block.id, widths } });
    };
    return html`<div class="widths">
      <span class="soft">Widths in %</span>
      ${row.columns.map(
        ({ width }, at) =>
          html`<input
            type="number"
            min="5"
            max="95"
            placeholder="even"
            aria-label="Width of column ${at + 1} of the row of ${block.title}, in percent"
            .value=${width === null ? "" : String(width)}
            @change=${({ target }: Event) => target instanceof HTMLInputElement && set(at, target.value)}
          />`,
      )}
    </div>`;
  }
}
