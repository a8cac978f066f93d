/**
 * `<nb-share-panel>`: who may open the app, publishing it, its link, and how to embed it.
 * @module
 */
import { type CSSResult, css, html, LitElement, type PropertyDeclarations } from "lit";
import type { EditorState } from "../../compiler/index.ts";
import { look } from "./look.ts";

export class SharePanel extends LitElement {
  static override styles: CSSResult[] = [look, css``];
  static override properties: PropertyDeclarations = { state: { attribute: false } };

  declare state: EditorState;

  protected override render(): unknown {
    return html`<p class="soft">…</p>`;
  }
}
