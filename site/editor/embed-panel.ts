/**
 * `<nb-embed-panel>`: the code by which other pages show the app, or a block of it, and what that code gives, live.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { EditorState } from "../../compiler/index.ts";
import { type Embedding, elementCode, frameCode } from "./embed-code.ts";
import { look } from "./look.ts";

/** @fires nb-copy - a text to be copied, and its name */
export class EmbedPanel extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0;
      }
      label {
        display: block;
        font-weight: 550;
        margin-top: 10px;
      }
      textarea {
        font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      }
      iframe {
        width: 100%;
        max-height: 480px;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--paper);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    state: { attribute: false },
    link: { attribute: false },
    block: { state: true },
    theme: { state: true },
    preview: { state: true },
    height: { state: true },
  };

  declare state: EditorState;
  /** The published app's. */
  declare link: string;
  declare private block: string;
  declare private theme: Embedding["theme"];
  declare private preview: "element" | "frame" | null;
  /** Pixels that the preview's app takes. */
  declare private height: number | null;

  constructor() {
    super();
    this.block = "";
    this.theme = "";
    this.preview = null;
    this.height = null;
  }

  private get embedding(): Embedding {
    const { link, block, theme, height } = this;
    return { link, title: this.state.title, block, theme, height };
  }

  private copy(text: string, name: string): void {
    this.dispatchEvent(new CustomEvent("nb-copy", { detail: { text, name }, bubbles: true, composed: true }));
  }

  /** Learns from the preview how high the app is; the preview is of the editor's own origin. */
  private measure(frame: HTMLIFrameElement): void {
    const app = frame.contentDocument?.querySelector("notebook-app");
    const take = (): void => {
      this.height = Math.ceil(app?.getBoundingClientRect().height ?? 0) || null;
    };
    app?.addEventListener("ready", take);
    app?.addEventListener("result", take);
    take();
  }

  protected override render(): unknown {
    const { embedding, preview } = this;
    const [element, frame] = [elementCode(embedding), frameCode(embedding)];
    return html`<h2>Embed</h2>
      ${this.state.settings.embed.allow ? nothing : html`<p class="help">Other pages may not embed this app. Allow it under Settings, Embed; then publish.</p>`}
      ${this.renderChoices()}
      <label for="element">As an element</label>
      <textarea id="element" rows="5" readonly .value=${element}></textarea>
      <div class="row">
        <button @click=${() => this.copy(element, "Element")}>Copy</button>
        ${this.previewButton("element", "Preview of the element")}
      </div>
      ${preview === "element" ? this.renderPreview({ srcdoc: pageOf(elementCode(this.local)) }) : nothing}
      <label for="frame">As a frame</label>
      <textarea id="frame" rows="4" readonly .value=${frame}></textarea>
      <div class="row">
        <button @click=${() => this.copy(frame, "Frame")}>Copy</button>
        ${this.previewButton("frame", "Preview of the frame")}
      </div>
      ${preview === "frame" ? this.renderPreview({ src: this.block === "" ? "/app/" : `/app/?block=${encodeURIComponent(this.block)}` }) : nothing}`;
  }

  /** The same, of the app as it is here now; nothing is kept free, so that its own height is seen. */
  private get local(): Embedding {
    return { ...this.embedding, link: "/app/", height: null };
  }

  private renderChoices(): TemplateResult {
    const blocks = this.state.blocks.filter(({ settings }) => settings.visible);
    const choose = ({ target }: Event): void => {
      if (!(target instanceof HTMLSelectElement)) return;
      if (target.id === "block") this.block = target.value;
      else this.theme = THEMES.find(([value]) => value === target.value)?.[0] ?? "";
      this.height = null;
    };
    return html`<label for="block">What to show</label>
      <select id="block" @change=${choose}>
        <option value="" ?selected=${this.block === ""}>The whole app</option>
        ${blocks.map(({ id, title, text }) => html`<option value=${id} ?selected=${this.block === id}>${title}${text === "" ? "" : `: ${text.slice(0, 40)}`}</option>`)}
      </select>
      <label for="theme">Colors of the element</label>
      <select id="theme" @change=${choose}>
        ${THEMES.map(([value, name]) => html`<option value=${value} ?selected=${this.theme === value}>${name}</option>`)}
      </select>`;
  }

  private previewButton(kind: "element" | "frame", name: string): TemplateResult {
    const toggle = (): void => {
      this.preview = this.preview === kind ? null : kind;
      this.height = null;
    };
    return html`<button aria-pressed=${this.preview === kind} aria-label=${name} @click=${toggle}>Preview</button>`;
  }

  private renderPreview({ src, srcdoc }: { readonly src?: string; readonly srcdoc?: string }): TemplateResult {
    const load = ({ target }: Event): void => {
      if (target instanceof HTMLIFrameElement) this.measure(target);
    };
    const height = `height: ${this.height === null ? 260 : this.height + 2}px`;
    return srcdoc === undefined
      ? html`<iframe src=${src ?? ""} style=${height} title="The app in a frame of another page" @load=${load}></iframe>`
      : html`<iframe srcdoc=${srcdoc} style=${height} title="The app as an element of another page" @load=${load}></iframe>`;
  }
}

const THEMES: readonly (readonly [Embedding["theme"], string])[] = [
  ["", "The app's setting, else the page's"],
  ["auto", "As the viewer's system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

function pageOf(code: string): string {
  return `<!doctype html><html lang="en"><title>Another page</title><body style="margin: 0">${code}</body></html>`;
}
