/**
 * What a widget's renderer gets: its traits, and how it changes them or shows other widgets.
 * @module
 */
import type { WidgetState } from "../../../../compiler/contract/live.ts";
import type { Output } from "../../../../compiler/contract/outputs.ts";

export interface View {
  readonly state: WidgetState;
  /** A viewer's change. */
  set(changes: WidgetState): void;
  /** A widget's own message to Python. */
  tell(content: unknown): void;
  /** Another widget, named as `IPY_MODEL_<id>`. */
  child(reference: unknown): unknown;
  /** An output, drawn as any other of the block. */
  output(output: Output): unknown;
}

export type RenderWidget = (view: View) => unknown;

/** A text trait. */
export function text(state: WidgetState, trait: string): string {
  const value = state[trait];
  return typeof value === "string" ? value : "";
}

/** A number trait. */
export function number(state: WidgetState, trait: string, otherwise = 0): number {
  const value = state[trait];
  return typeof value === "number" ? value : otherwise;
}

/** A list trait. */
export function list(state: WidgetState, trait: string): readonly unknown[] {
  const value = state[trait];
  return Array.isArray(value) ? value : [];
}

/** A binary trait as a URL that the page may show. */
export function dataUrl(value: unknown, mime: string): string {
  const content: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "base64") : null;
  return typeof content === "string" ? `data:${mime};base64,${content}` : "";
}
