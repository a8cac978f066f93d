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

/** Whether a block must be drawn anew. Most blocks of a run only go through its states, which the element's attribute tells. */
function looksDifferent(state: BlockState, before: BlockState | undefined): boolean {
  if (before === undefined || state.outputs !== before.outputs) return true;
  if (state.status === before.status) return state.because !== before.because;
  return state.outputs.length > 0 || state.status === "skipped" || before.status === "skipped";
}

/** Heights of blocks as they were last laid out: to ask one for its height would have the page laid out at once. */
const heights = new WeakMap<Element, number>();
const sizes = new ResizeObserver((entries) => {
  for (const { target, borderBoxSize } of entries) heights.set(target, borderBoxSize[0]?.blockSize ?? 0);
});

export class NbBlock extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    block: { attribute: false },
    state: { attribute: false, hasChanged: looksDifferent },
    value: { attribute: false },
    pending: { attribute: false },
    options: { attribute: false },
    because: { attribute: false },
    disabled: { attribute: false },
    live: { attribute: false },
  };

  declare block: ProgramBlock;
  declare state: BlockState;
  /** Of an input: its value, waiting or applied. */
  declare value: InputValue;
  declare pending: boolean;
  declare options: readonly Scalar[] | null;
  /** Title of the block that a skipped one waits for. */
  declare because: string | null;
  declare disabled: boolean;
  declare live: Live;

  /** Whether there is nothing to see of the block. */
  private get isEmpty(): boolean {
    const { view } = this.block;
    if (view.kind !== "code" || view.codeHtml !== null) return false;
    return !view.showOutput || (this.state.outputs.length === 0 && this.state.status !== "skipped");
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
    const { status, outputs } = this.state;
    const waits = status === "running" || status === "queued";
    if (waits && outputs.length > 0 && this.style.minHeight === "" && this.hasUpdated)
      this.style.minHeight = `${heights.get(this) ?? 0}px`;
    else if (!waits && this.style.minHeight !== "") void this.updateComplete.then(() => this.letHeightGo());
  }

  private letHeightGo(): void {
    if (this.state.status !== "running" && this.state.status !== "queued") this.style.minHeight = "";
  }

  protected override render(): unknown {
    const { view, step } = this.block;
    switch (view.kind) {
      case "text":
        return html`<div class="nb-text" part="text">${unsafeHTML(view.html)}</div>`;
      case "input":
        return step?.kind === "input"
          ? html`<nb-input exportparts="label, control, button" .spec=${step.input} .value=${this.value} .pending=${this.pending} .options=${this.options} .disabled=${this.disabled}></nb-input>`
          : nothing;
      case "code":
        return html`${view.codeHtml === null ? nothing : html`<pre class="nb-code" part="code"><code>${unsafeHTML(view.codeHtml)}</code></pre>`}
          ${view.showOutput ? this.renderResults() : nothing}`;
    }
  }

  private renderResults(): unknown {
    if (this.state.status === "skipped") {
      return html`<p class="nb-skipped">Not run: needs ${this.because ?? "another block"}, which failed.</p>`;
    }
    if (this.state.outputs.length === 0) return nothing;
    const isOld = this.state.status === "stale" || this.state.status === "queued";
    return html`<div class="nb-results ${isOld ? "nb-stale" : ""}">${this.state.outputs.map(
      (output) =>
        html`<div class="nb-output" part="output"><nb-output .output=${output} .live=${this.live} .block=${this.block.id}></nb-output></div>`,
    )}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "nb-block": NbBlock;
  }
}
