/**
 * `<nb-problems-panel>`: what the compiler found, and what would be published.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { type Diagnostic, type EditorState, EXPLANATIONS, type Explanation } from "../../compiler/index.ts";
import { look } from "./look.ts";

const SEVERITIES = ["error", "warning", "info"] as const;
const NAMES = { error: "Error", warning: "Warning", info: "Note" } as const;

/** @fires nb-show-block - a block's id, to be shown in the preview */
export class ProblemsPanel extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      li.finding {
        border: 1px solid var(--line);
        border-left: 4px solid var(--edge);
        border-radius: 6px;
        padding: 8px 10px;
        margin: 8px 0;
        overflow-wrap: anywhere;
      }
      li.error {
        border-left-color: var(--bad);
      }
      li.warning {
        border-left-color: var(--warn);
      }
      .place {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: baseline;
        justify-content: space-between;
      }
      .severity {
        font-weight: 650;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      td {
        border-bottom: 1px solid var(--line);
        padding: 3px 0;
        overflow-wrap: anywhere;
      }
      pre {
        margin: 4px 0;
        padding: 6px 8px;
        overflow-x: auto;
        border-radius: 4px;
        background: var(--raised);
      }
      td:last-child {
        text-align: right;
        white-space: nowrap;
        padding-left: 8px;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { state: { attribute: false } };

  declare state: EditorState;

  protected override render(): unknown {
    const { diagnostics, packages, files, blocks, settings } = this.state;
    const sorted = SEVERITIES.flatMap((severity) => diagnostics.filter((one) => one.severity === severity));
    const hidden = blocks.filter(({ settings: { visible } }) => !visible).length;
    const codeHidden = settings.hideCode
      ? blocks.filter(({ type }) => type === "code").length
      : blocks.filter(({ settings: { codeHidden: is } }) => is).length;
    return html`<h2>Problems</h2>
      ${sorted.length === 0 ? html`<p class="soft">Nothing was found.</p>` : html`<ul>${sorted.map((one) => this.renderFinding(one))}</ul>`}
      <h2>What will be published</h2>
      <p>
        The page, ${count(blocks.length, "block")} with source${hidden + codeHidden > 0 ? html`, of which ${hidden} hidden and ${codeHidden} with hidden code: hiding is no protection, who can open the app can read them` : nothing}.
      </p>
      <p class="soft">${WHO[settings.access]}</p>
      <h2>Packages</h2>
      ${this.renderSizes(
        packages.map(({ name, version, size }) => [`${name} ${version}`, size] as const),
        "Only Python's own library is used.",
      )}
      <h2>Work files</h2>
      ${this.renderSizes(
        files.map(({ name, size }) => [name, size] as const),
        "None. Files in work/ beside the notebook would be published with it.",
      )}`;
  }

  private renderFinding({ code, severity, message, help, place }: Diagnostic): TemplateResult {
    const where = [place.blockTitle ?? place.file, place.line === undefined ? null : `line ${place.line}`]
      .filter((part) => part !== null)
      .join(", ");
    const { block } = place;
    const show = (): void => {
      this.dispatchEvent(new CustomEvent("nb-show-block", { detail: block ?? "", bubbles: true, composed: true }));
    };
    return html`<li class="finding ${severity}">
      <div class="place">
        <span><span class="severity">${NAMES[severity]}</span> <span class="soft">${where}</span></span>
        ${block === undefined ? nothing : html`<button @click=${show} aria-label="Show ${place.blockTitle ?? "the block"}">Show</button>`}
      </div>
      <p>${message}</p>
      <p class="help">${help}</p>
      ${renderExplanation(code, EXPLANATIONS[code])}
    </li>`;
  }

  private renderSizes(rows: readonly (readonly [string, number])[], none: string): TemplateResult {
    if (rows.length === 0) return html`<p class="soft">${none}</p>`;
    const total = rows.reduce((sum, [, size]) => sum + size, 0);
    return html`<table>
      <tbody>
        ${rows.map(([name, size]) => html`<tr><td>${name}</td><td>${bytes(size)}</td></tr>`)}
        <tr><td>Together</td><td>${bytes(total)}</td></tr>
      </tbody>
    </table>`;
  }
}

/** More about a code, folded: the same text as in the docs and of `notebook-app explain`. */
function renderExplanation(code: string, explanation: Explanation | undefined): TemplateResult {
  if (!explanation) return html`<p class="help">[${code}]</p>`;
  const { cause, wayOut, mended } = explanation;
  const files = mended?.map(({ text }) => html`<pre>${text}</pre>`);
  return html`<details class="help">
    <summary>Why? <span>[${code}]</span></summary>
    <p>${plainText(cause)}</p>
    <p>${plainText(wayOut)}</p>
    ${files ? html`<p>For example:</p>${files}` : nothing}
  </details>`;
}

/** Without Markdown's marks. */
function plainText(markdown: string): string {
  return markdown.replace(/`([^`]*)`/g, "$1");
}

/** Who will see a published app, by its access. */
export const WHO: Readonly<Record<EditorState["settings"]["access"], string>> = {
  workspace:
    "Members of the workspace and the project's collaborators may open it, signed in. A plain static host shows it to everyone.",
  link: "Anyone who has the link may open it. It is listed nowhere, and search engines are told to leave it out.",
  public: "Everyone may open it. It is on the workspace's public page, and search engines may list it.",
};

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${Math.round(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
