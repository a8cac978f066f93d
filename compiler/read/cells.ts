/**
 * From code cells with forms, parameters and magics to blocks: what the three readers share.
 * @module
 */
import { type BlockId, blockId } from "../contract/ids.ts";
import type { InputSpec } from "../contract/inputs.ts";
import { type Diagnostic, InternalError, type Place } from "../diagnostics/diagnostic.ts";
import { badForm, duplicateId, duplicateInput } from "../diagnostics/read.ts";
import type { Block, BlockSettings, StatedRequirement } from "../document.ts";
import { blockSettings, type RawBlock, readBlock } from "./block.ts";
import { hasCode, readForm, readParameters } from "./forms.ts";
import { readMagics } from "./magics.ts";
import type { Origin } from "./result.ts";

/** What a reader collects. */
export interface ReadCells {
  readonly blocks: readonly Block[];
  readonly requirements: readonly StatedRequirement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns raw blocks into blocks, in order; ids are made unique. */
export class CellReader implements ReadCells {
  readonly blocks: Block[] = [];
  readonly requirements: StatedRequirement[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly origins: Map<BlockId, Origin> = new Map();
  private origin: Origin | null = null;
  private readonly ids = new Set<string>();
  private readonly variables = new Set<string>();

  /**
   * Adds one cell.
   *
   * @param origin - Where its metadata lies; `null` if nothing can be written there.
   * @param parameters - Whether it is tagged `parameters`.
   */
  add(raw: RawBlock, origin: Origin | null, parameters = false): void {
    this.origin = origin;
    const id = this.uniqueId(raw.id, raw.place);
    const unique = { ...raw, id, place: { ...raw.place, block: id } };
    const block = readBlock(unique);
    if (block.kind === "raw-code") return this.addCode(unique, parameters);
    this.push(block);
  }

  private uniqueId(id: BlockId, place: Place): BlockId {
    if (!this.ids.has(id)) {
      this.ids.add(id);
      return id;
    }
    let count = 2;
    while (this.ids.has(`${id}-${count}`)) count++;
    const renamed = idOf(`${id}-${count}`);
    this.ids.add(renamed);
    this.diagnostics.push(duplicateId(place, id, renamed));
    return renamed;
  }

  private push(block: Block): void {
    if (block.kind === "input" && !(block.input.type === "button" && block.input.behavior === "run")) {
      if (this.variables.has(block.input.name)) this.diagnostics.push(duplicateInput(block.place, block.input.name));
      this.variables.add(block.input.name);
    }
    this.blocks.push(block);
    if (this.origin) this.origins.set(block.id, this.origin);
  }

  private addCode(raw: RawBlock, parameters: boolean): void {
    const form = parameters ? readParameters(raw.content) : readForm(raw.content);
    const own = blockSettings(raw.metadata, raw.row);
    const settings = { ...own, codeHidden: own.codeHidden || form.codeHidden };
    for (const { line, text } of form.misread) this.diagnostics.push(badForm({ ...raw.place, line }, text));
    this.addForm(raw, settings, form);
    const isForm = form.inputs.length > 0 || form.text !== null;
    if (isForm && !hasCode(form.source)) return;
    const { python, magic, requirements, diagnostics } = readMagics(form.source, raw.place);
    this.requirements.push(...requirements);
    this.diagnostics.push(...diagnostics);
    this.push({
      id: raw.id,
      type: "code",
      title: raw.title,
      place: raw.place,
      line: raw.line,
      settings: isForm ? { ...settings, row: null, column: null, order: null, width: null } : settings,
      kind: "code",
      source: raw.content,
      python,
      magic,
      outputs: raw.outputs,
    });
  }

  /** The text and the inputs of a form, above what is left of its cell. Inputs of one row stand side by side. */
  private addForm(
    raw: RawBlock,
    settings: BlockSettings,
    form: { inputs: readonly InputSpec[]; text: string | null },
  ): void {
    const base = (name: string): Pick<Block, "id" | "title" | "place" | "line"> => {
      const id = this.uniqueId(idOf(`${raw.id}-${name}`), raw.place);
      return { id, title: raw.title, place: { ...raw.place, block: id }, line: raw.line };
    };
    if (form.text !== null) {
      const alone = { ...settings, row: null, column: null, order: null, width: null };
      this.push({
        ...base("title"),
        type: "markdown",
        settings: alone,
        kind: "markdown",
        source: form.text,
        attachments: {},
      });
    }
    for (const input of form.inputs) {
      this.push({
        ...base(input.name),
        type: `input-${input.type}`,
        settings: { ...settings, width: null },
        kind: "input",
        input,
      });
    }
  }
}

/** An id that a reader made itself. */
export function idOf(text: string): BlockId {
  const id = blockId(text.slice(0, 200));
  if (id === null) throw new InternalError("empty-block-id", "A reader made an empty block id.");
  return id;
}
