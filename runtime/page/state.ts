/**
 * What the page shows, as data, and how each event changes it. Pure.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { InputValue, Scalar } from "../../compiler/contract/inputs.ts";
import type { KernelEvent, Stage } from "../../compiler/contract/kernel.ts";
import type { Fault } from "../../compiler/contract/outcome.ts";
import type { Output, OutputMessage } from "../../compiler/contract/outputs.ts";

export type AppStatus = "idle" | "booting" | "ready" | "running" | "failed";
export type BlockStatus = "idle" | "stale" | "queued" | "running" | "done" | "failed" | "skipped";

export interface BlockState {
  readonly status: BlockStatus;
  readonly outputs: readonly Output[];
  /** The outputs are of an earlier run: the next one takes their place. */
  readonly replace: boolean;
  /** For `skipped`: the block that it waits for. */
  readonly because: BlockId | null;
}

export interface PageState {
  readonly status: AppStatus;
  readonly blocks: ReadonlyMap<BlockId, BlockState>;
  /** Options of selects that read them from a variable. */
  readonly options: ReadonlyMap<BlockId, readonly Scalar[]>;
  /** Values that the last run used or the next one will, by variable. */
  readonly applied: Readonly<Record<string, InputValue>>;
  /** Values that wait for Apply. */
  readonly pending: Readonly<Record<string, InputValue>>;
  readonly progress: { readonly stage: Stage; readonly loaded: number; readonly total: number | null } | null;
  /** The block that runs now. */
  readonly running: BlockId | null;
  readonly fault: Fault | null;
  /** Something to tell once, e.g. that Python was put away. */
  readonly notice: string | null;
}

export type Action =
  | { readonly kind: "event"; readonly event: KernelEvent }
  | { readonly kind: "started"; readonly blocks: readonly BlockId[] }
  | { readonly kind: "booting" }
  | { readonly kind: "finished"; readonly remaining: readonly BlockId[] }
  | {
      readonly kind: "ended";
      readonly status: "idle" | "failed";
      readonly fault: Fault | null;
      readonly notice: string | null;
    }
  | {
      readonly kind: "edited";
      readonly pending: Readonly<Record<string, InputValue>>;
      readonly stale: readonly BlockId[];
    }
  | { readonly kind: "applied"; readonly values: Readonly<Record<string, InputValue>> }
  /** The notebook was edited: only these blocks are still there, `changed` ones are not what they were. */
  | {
      readonly kind: "replaced";
      readonly blocks: ReadonlySet<BlockId>;
      readonly changed: readonly BlockId[];
      readonly values: Readonly<Record<string, InputValue>>;
    }
  /** Python works outside a run, for a widget. */
  | { readonly kind: "working"; readonly on: boolean }
  | { readonly kind: "noticed"; readonly notice: string | null };

const NEW: BlockState = { status: "idle", outputs: [], replace: false, because: null };

/** The state of a block; one that never ran is idle and shows nothing. */
export function blockState(state: PageState, id: BlockId): BlockState {
  return state.blocks.get(id) ?? NEW;
}

/** A page before anything happened. */
export function initialState(
  values: Readonly<Record<string, InputValue>>,
  saved: ReadonlyMap<BlockId, readonly Output[]>,
): PageState {
  return {
    status: "idle",
    blocks: new Map([...saved].map(([id, outputs]) => [id, { ...NEW, outputs, replace: true }])),
    options: new Map(),
    applied: values,
    pending: {},
    progress: null,
    running: null,
    fault: null,
    notice: null,
  };
}

/** The state after an action. What did not change keeps its identity, so that elements can tell. */
export function reduce(state: PageState, action: Action): PageState {
  switch (action.kind) {
    case "event":
      return onEvent(state, action.event);
    case "booting":
      return { ...state, status: "booting", fault: null, notice: null };
    case "started":
      return {
        ...state,
        status: state.status === "booting" ? "booting" : "running",
        fault: null,
        notice: null,
        blocks: withBlocks(state, action.blocks, (block) => ({
          ...block,
          status: "queued",
          replace: true,
          because: null,
        })),
      };
    case "finished":
      return {
        ...state,
        status: "ready",
        running: null,
        progress: null,
        blocks: withBlocks(state, action.remaining, stale),
      };
    case "ended":
      return {
        ...state,
        status: action.status,
        fault: action.fault,
        notice: action.notice,
        running: null,
        progress: null,
        blocks: withBlocks(state, unfinished(state), stale),
      };
    case "edited":
      return { ...state, pending: action.pending, blocks: withBlocks(state, action.stale, stale) };
    case "applied":
      return { ...state, applied: action.values, pending: {} };
    case "replaced":
      return {
        ...state,
        applied: action.values,
        pending: {},
        blocks: withBlocks(
          { ...state, blocks: new Map([...state.blocks].filter(([id]) => action.blocks.has(id))) },
          action.changed.filter((id) => state.blocks.has(id)),
          stale,
        ),
      };
    case "working":
      return action.on
        ? { ...state, status: "running" }
        : state.status === "running" && state.running === null && unfinished(state).length === 0
          ? { ...state, status: "ready" }
          : state;
    case "noticed":
      return { ...state, notice: action.notice };
  }
}

function stale(block: BlockState): BlockState {
  return { ...block, status: block.status === "idle" ? "idle" : "stale" };
}

function unfinished(state: PageState): BlockId[] {
  return [...state.blocks].flatMap(([id, { status }]) => (status === "queued" || status === "running" ? [id] : []));
}

function withBlocks(
  state: PageState,
  ids: readonly BlockId[],
  change: (block: BlockState) => BlockState,
): ReadonlyMap<BlockId, BlockState> {
  if (ids.length === 0) return state.blocks;
  const blocks = new Map(state.blocks);
  for (const id of ids) blocks.set(id, change(blockState(state, id)));
  return blocks;
}

function onEvent(state: PageState, event: KernelEvent): PageState {
  switch (event.kind) {
    case "progress":
      return { ...state, progress: { stage: event.stage, loaded: event.loaded, total: event.total } };
    case "block":
      return onBlock(state, event);
    case "output":
      return event.output.output_type === "update_display_data"
        ? { ...state, blocks: updated(state, event.output) }
        : { ...state, blocks: withBlocks(state, [event.block], (block) => withOutput(block, event.output)) };
    case "options":
      return {
        ...state,
        options: new Map(state.options).set(event.block, event.values),
      };
    case "state":
    case "fault":
      // The session decides what these mean.
      return state;
  }
}

function onBlock(state: PageState, event: Extract<KernelEvent, { kind: "block" }>): PageState {
  const change = (block: BlockState): BlockState => {
    // A block that showed nothing this time shows nothing.
    const silent = event.state !== "running" && block.replace;
    return {
      status: event.state,
      outputs: silent && block.outputs.length > 0 ? [] : block.outputs,
      replace: silent ? false : block.replace,
      because: event.because ?? null,
    };
  };
  return {
    ...state,
    status: "running",
    progress: null,
    running: event.state === "running" ? event.block : state.running === event.block ? null : state.running,
    blocks: withBlocks(state, [event.block], change),
  };
}

/** Adds an output; stream text joins the stream before it. */
function withOutput(block: BlockState, message: OutputMessage): BlockState {
  if (message.output_type === "clear_output")
    return message.wait ? { ...block, replace: true } : { ...block, outputs: [], replace: false };
  if (message.output_type === "update_display_data" || message.output_type === "widget") return block;
  const before = block.replace ? [] : block.outputs;
  const last = before.at(-1);
  if (message.output_type === "stream" && last?.output_type === "stream" && last.name === message.name) {
    return { ...block, replace: false, outputs: [...before.slice(0, -1), { ...last, text: last.text + message.text }] };
  }
  return { ...block, replace: false, outputs: [...before, message] };
}

/** Puts new content into every output with this display id. */
function updated(
  state: PageState,
  message: Extract<OutputMessage, { output_type: "update_display_data" }>,
): ReadonlyMap<BlockId, BlockState> {
  const isMeant = (output: Output): boolean => "display_id" in output && output.display_id === message.display_id;
  const ids = [...state.blocks].flatMap(([id, { outputs }]) => (outputs.some(isMeant) ? [id] : []));
  const change = (output: Output): Output =>
    isMeant(output) && output.output_type !== "stream" && output.output_type !== "error"
      ? { ...output, data: message.data, metadata: message.metadata }
      : output;
  return withBlocks(state, ids, (block) => ({ ...block, outputs: block.outputs.map(change) }));
}
