/**
 * The look that all of the editor's elements share.
 * @module
 */
import { type CSSResult, css, unsafeCSS } from "lit";
import palette from "../palette.css?inline";

export const look: CSSResult = css`
  ${unsafeCSS(palette)}
  :host {
    color: var(--ink);
    font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  }
  * {
    box-sizing: border-box;
  }
  h2 {
    margin: 20px 0 6px;
    font-size: 13px;
    font-weight: 650;
    letter-spacing: 0.01em;
  }
  h2:first-child {
    margin-top: 0;
  }
  p {
    margin: 4px 0;
  }
  .help,
  .soft {
    color: var(--soft);
    font-size: 13px;
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--paper);
    padding: 4px 10px;
    min-height: 30px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--edge);
  }
  button:disabled {
    color: var(--soft);
    cursor: default;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button.danger {
    color: var(--bad);
  }
  button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--accent) 14%, var(--paper));
    border-color: var(--accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  select,
  input:not([type="checkbox"]),
  textarea {
    width: 100%;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--paper);
    padding: 5px 8px;
    min-height: 32px;
  }
  input[type="checkbox"] {
    width: 16px;
    height: 16px;
    margin: 2px 0 0;
    accent-color: var(--accent);
  }
  code {
    font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
`;
