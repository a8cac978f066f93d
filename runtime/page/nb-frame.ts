/**
 * `<nb-frame>`: HTML with scripts, in a frame whose origin is its own, sized by its content. It cannot reach the page, its cookies or its storage.
 * @module
 */
import { type CSSResult, html, LitElement, type PropertyDeclarations } from "lit";
import { look } from "./look.ts";

/** Pixels beyond which a frame scrolls. */
const MAX_HEIGHT = 4000;

export class NbFrame extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = { content: { attribute: false }, height: { state: true } };

  declare content: string;
  declare private height: number;
  private readonly listen = (event: MessageEvent<unknown>): void => this.onMessage(event);

  constructor() {
    super();
    this.content = "";
    this.height = 150;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("message", this.listen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("message", this.listen);
  }

  private get frame(): HTMLIFrameElement | null {
    return this.renderRoot.querySelector("iframe");
  }

  private onMessage({ source, data }: MessageEvent<unknown>): void {
    const target = this.frame?.contentWindow;
    if (!target || source !== target || typeof data !== "object" || data === null) return;
    const height: unknown = Reflect.get(data, "height");
    if (Reflect.get(data, "ready") === true)
      target.postMessage({ html: this.content, scheme: getComputedStyle(this).colorScheme }, "*");
    else if (typeof height === "number") this.height = Math.min(Math.max(height, 20), MAX_HEIGHT);
  }

  protected override render(): unknown {
    // The document of all frames lies beside the runtime's entry; a site that bundles the runtime takes it along by this very expression.
    const source = new URL(/* @vite-ignore */ "./frame.html", import.meta.url).href;
    return html`<iframe sandbox="allow-scripts" src=${source} title="Output" .style=${`width: 100%; border: 0; display: block; height: ${this.height}px`}></iframe>`;
  }
}
