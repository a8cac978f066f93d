/**
 * The Jupyter widgets of a session: their traits as the page sees them, kept in step with Python. What draws them is loaded when one is
 * first shown.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { WidgetState } from "../../compiler/contract/live.ts";
import type { WidgetOutput } from "../../compiler/contract/outputs.ts";

/** Sends a widget's changes to Python; the promise settles once observers have run. */
export type SendWidget = (
  question:
    | { readonly kind: "widget-state"; readonly block: BlockId; readonly object: string; readonly state: WidgetState }
    | { readonly kind: "widget-event"; readonly block: BlockId; readonly object: string; readonly content: unknown },
) => Promise<unknown>;

/** Fires `change` with a {@link WidgetChange} whenever a widget's traits change. */
export class Widgets extends EventTarget {
  private readonly states = new Map<string, WidgetState>();
  /** Changes that wait for the answer to those before them. */
  private readonly waiting = new Map<string, WidgetState>();
  private readonly busy = new Set<string>();
  private readonly send: SendWidget;

  constructor(send: SendWidget) {
    super();
    this.send = send;
  }

  /** The widget's traits; `null` if it is closed or not known. */
  state(id: string): WidgetState | null {
    return this.states.get(id) ?? null;
  }

  /** All widgets' ids and traits. */
  entries(): Iterable<[string, WidgetState]> {
    return this.states.entries();
  }

  clear(): void {
    this.states.clear();
    this.waiting.clear();
  }

  /** Takes what Python says. */
  hear({ change, widget, state }: WidgetOutput): void {
    if (change === "close") this.states.delete(widget);
    else if (change !== "custom") this.states.set(widget, { ...this.states.get(widget), ...state });
    this.dispatchEvent(new WidgetChange(widget));
  }

  /** A viewer's change: seen at once, sent to Python in the order made; while Python is busy only the newest of each trait waits. */
  set(id: string, changes: WidgetState, block: BlockId): void {
    this.states.set(id, { ...this.states.get(id), ...changes });
    this.waiting.set(id, { ...this.waiting.get(id), ...changes });
    this.dispatchEvent(new WidgetChange(id, changes, block));
    void this.pump(id, block);
  }

  private async pump(id: string, block: BlockId): Promise<void> {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    for (let state = this.waiting.get(id); state; state = this.waiting.get(id)) {
      this.waiting.delete(id);
      await this.send({ kind: "widget-state", block, object: id, state });
    }
    this.busy.delete(id);
  }

  /** A widget's own message, such as a click. */
  tell(id: string, content: unknown, block: BlockId): void {
    void this.send({ kind: "widget-event", block, object: id, content });
  }
}

/** A widget changed: by Python, or by a viewer in `block`. */
export class WidgetChange extends Event {
  readonly widget: string;
  /** Of a viewer's change. */
  readonly changes: WidgetState | null;
  readonly block: BlockId | null;

  constructor(widget: string, changes: WidgetState | null = null, block: BlockId | null = null) {
    super("change");
    this.widget = widget;
    this.changes = changes;
    this.block = block;
  }
}
