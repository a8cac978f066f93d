/**
 * `<nb-output>`: one output, drawn by the renderer of its richest type. Heavy renderers are loaded when first needed.
 * @module
 */
import { type CSSResult, LitElement, nothing, type PropertyDeclarations } from "lit";
import { until } from "lit/directives/until.js";
import type { Output } from "../../compiler/contract/outputs.ts";
import { look } from "./look.ts";
import type { ReadFile } from "./nb-block.ts";
import { renderBundle } from "./renderers/bundle.ts";
import { renderStream, renderTraceback } from "./renderers/text.ts";

export class NbOutput extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = { output: { attribute: false }, readFile: { attribute: false } };

  declare output: Output;
  declare readFile: ReadFile;

  protected override render(): unknown {
    const { output } = this;
    switch (output.output_type) {
      case "stream":
        return renderStream(output);
      case "error":
        return renderTraceback(output);
      default: {
        const rendered = renderBundle(output, this.readFile);
        return rendered instanceof Promise ? until(rendered, nothing) : rendered;
      }
    }
  }
}
