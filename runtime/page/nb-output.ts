/**
 * `<nb-output>`: one output, drawn by the renderer of its richest type. Heavy renderers are loaded when first needed.
 * @module
 */
import { type CSSResult, LitElement, nothing, type PropertyDeclarations } from "lit";
import { until } from "lit/directives/until.js";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Output } from "../../compiler/contract/outputs.ts";
import type { Live } from "./live.ts";
import { look } from "./look.ts";
import { renderBundle } from "./renderers/bundle.ts";
import { renderStream, renderTraceback } from "./renderers/text.ts";

export class NbOutput extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    output: { attribute: false },
    live: { attribute: false },
    block: { attribute: false },
  };

  declare output: Output;
  declare live: Live;
  /** The block whose output it is. */
  declare block: BlockId;
  /** The renderer that is being loaded. */
  private loading: Promise<unknown> | null = null;

  /** An output is complete when it takes the room that it needs: renderer loaded, images decoded. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.loading;
    await Promise.allSettled([...this.renderRoot.querySelectorAll("img")].map((image) => image.decode()));
    return complete;
  }

  protected override render(): unknown {
    const { output } = this;
    switch (output.output_type) {
      case "stream":
        return renderStream(output);
      case "error":
        return renderTraceback(output);
      default: {
        const rendered = renderBundle(output, { live: this.live, block: this.block });
        this.loading = rendered instanceof Promise ? rendered : null;
        return rendered instanceof Promise ? until(rendered, nothing) : rendered;
      }
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "nb-output": NbOutput;
  }
}
