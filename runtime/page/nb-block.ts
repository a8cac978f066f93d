/**
 * `<nb-block>`: one block of an app, as its kind wants to be seen.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { InputValue, Scalar } from "../../compiler/contract/inputs.ts";
import type { ProgramBlock } from "../../compiler/contract/program.ts";
import type { Live } from "./live.ts";
import { look } from "./look.ts";
import { unwatchScrollers, watchScrollers } from "./scroll-focus.ts";
import type { BlockState } from "./state.ts";

/** What a viewer does with an input; the detail of `nb-action` events, which bubble out of shadow roots. */
export type InputAction =
  | { readonly kind: "commit"; readonly name: string; readonly value: InputValue }
  | { readonly kind: "apply" }
  | { readonly kind: "press"; readonly name: string }
  | { readonly kind: "upload"; readonly name: string; readonly path: string; readonly content: Uint8Array };

/** A block as it is to be shown. */
export interface ShownBlock {
  readonly block: ProgramBlock;
  readonly state: BlockState;
  /** It is about to run or runs, also where that does not show. */
  readonly isWaiting: boolean;
  /** Of an input: its value, waiting or applied. */
  readonly value: InputValue;
  readonly isPending: boolean;
  readonly options: readonly Scalar[] | null;
  /** Title of the block that a skipped one waits for. */
  readonly because: string | null;
  readonly isDisabled: boolean;
  readonly live: Live | null;
}

/** Whether a block must be drawn anew. Most blocks of a run only go through its states, which the element's attribute tells. */
function looksDifferent(shown: ShownBlock, before: ShownBlock): boolean {
  const [now, then] = [shown.state, before.state];
  if (
    now.outputs !== then.outputs ||
    shown.block !== before.block ||
    shown.value !== before.value ||
    shown.isPending !== before.isPending ||
    shown.options !== before.options ||
    shown.because !== before.because ||
    shown.isDisabled !== before.isDisabled ||
    shown.live !== before.live
  )
    return true;
  return (
    now.status !== then.status && (now.outputs.length > 0 || now.status === "skipped" || then.status === "skipped")
  );
}

/** Heights of blocks as they were last laid out: to ask one for its height would have the page laid out at once. */
const heights = new WeakMap<Element, number>();
const sizes = new ResizeObserver((entries) => {
  for (const { target, borderBoxSize } of entries) heights.set(target, borderBoxSize[0]?.blockSize ?? 0);
});

export class NbBlock extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    shown: { attribute: false, noAccessor: true },
  };

  #shown: ShownBlock | null = null;

  /** Whoever makes the element gives it before it is drawn. */
  get shown(): ShownBlock {
    if (!this.#shown) throw new Error("<nb-block> has nothing to show.");
    return this.#shown;
  }

  set shown(shown: ShownBlock) {
    const before = this.#shown;
    this.#shown = shown;
    const { status } = shown.state;
    if (status !== before?.state.status) this.dataset.state = status;
    const letsGo = !shown.isWaiting && this.style.minHeight !== "";
    if (!before || letsGo || looksDifferent(shown, before)) this.requestUpdate("shown", before);
  }

  /** Whether there is nothing to see of the block. */
  private get isEmpty(): boolean {
    const { block, state } = this.shown;
    const { view } = block;
    if (view.kind !== "code" || view.codeHtml !== null) return false;
    return !view.showOutput || (state.outputs.length === 0 && state.status !== "skipped");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchScrollers(this);
    sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchScrollers(this);
    sizes.unobserve(this);
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    const root = this.renderRoot;
    const inside = [...root.querySelectorAll("nb-output"), ...root.querySelectorAll("nb-input")];
    await Promise.all(inside.map(({ updateComplete }) => updateComplete));
    return complete;
  }

  protected override willUpdate(): void {
    this.toggleAttribute("data-empty", this.isEmpty);
    this.holdHeight();
  }

  /** While new outputs come one by one in the place of old ones, what is below the block stays where it is. */
  private holdHeight(): void {
    const { state, isWaiting } = this.shown;
    if (isWaiting && state.outputs.length > 0 && this.style.minHeight === "" && this.hasUpdated)
      this.style.minHeight = `${heights.get(this) ?? 0}px`;
    else if (!isWaiting && this.style.minHeight !== "") void this.updateComplete.then(() => this.letHeightGo());
  }

  private letHeightGo(): void {
    if (!this.shown.isWaiting) this.style.minHeight = "";
  }

  protected override render(): unknown {
    const { block, value, isPending, options, isDisabled } = this.shown;
    const { view, step } = block;
    switch (view.kind) {
      case "text":
        return html`<div class="nb-text" part="text">${unsafeHTML(view.html)}</div>`;
      case "input":
        return step?.kind === "input"
          ? html`<nb-input exportparts="label, control, button" .spec=${step.input} .value=${value} .pending=${isPending} .options=${options} .disabled=${isDisabled}></nb-input>`
          : nothing;
      case "code":
        return html`${view.codeHtml === null ? nothing : html`<pre class="nb-code" part="code"><code>${unsafeHTML(view.codeHtml)}</code></pre>`}
          ${view.showOutput ? this.renderResults() : nothing}`;
    }
  }

  private renderResults(): unknown {
    const { block, state, because, live } = this.shown;
    if (state.status === "skipped") {
      return html`<p class="nb-skipped">Not run: needs ${because ?? "another block"}, which failed.</p>`;
    }
    if (state.outputs.length === 0) return nothing;
    const isOld = state.status === "stale" || state.status === "queued";
    return html`<div class="nb-results ${isOld ? "nb-stale" : ""}">${state.outputs.map(
      (output) =>
        html`<div class="nb-output" part="output"><nb-output .output=${output} .live=${live} .block=${block.id}></nb-output></div>`,
    )}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "nb-block": NbBlock;
  }
}
