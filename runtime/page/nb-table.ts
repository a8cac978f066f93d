/**
 * `<nb-table>`: rows of a DataFrame, to be sorted, filtered, paged, copied and saved as CSV.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations } from "lit";
import type { Cell, TableColumn, TableData } from "../../compiler/contract/outputs.ts";
import { saveFile } from "./files.ts";
import { look } from "./look.ts";
import { filterRows, type Sorting, sortRows, toSeparated } from "./table-rows.ts";

const PAGE_SIZE = 10;

export class NbTable extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    data: { attribute: false },
    sorting: { state: true },
    filter: { state: true },
    pageIndex: { state: true },
  };

  declare data: TableData;
  declare private sorting: Sorting | null;
  declare private filter: string;
  declare private pageIndex: number;

  constructor() {
    super();
    this.sorting = null;
    this.filter = "";
    this.pageIndex = 0;
  }

  private rows(): readonly (readonly (Cell | null)[])[] {
    return sortRows(filterRows(this.data.rows, this.filter), this.sorting);
  }

  private sortBy(column: number): void {
    const { sorting } = this;
    if (sorting?.column !== column) this.sorting = { column, descending: false };
    else this.sorting = sorting.descending ? null : { column, descending: true };
    this.pageIndex = 0;
  }

  protected override render(): unknown {
    const rows = this.rows();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
    const page = Math.min(this.pageIndex, pages - 1);
    const shown = rows.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    return html`<div style="overflow-x: auto" tabindex="0" role="region" aria-label="Table">
        <table class="nb-grid"><thead><tr>${this.data.columns.map((column, index) => this.renderHead(column, index))}</tr></thead>
        <tbody>${shown.map((row) => html`<tr>${row.map((cell, index) => this.renderCell(cell, index))}</tr>`)}</tbody></table>
      </div>
      ${this.data.rows.length > 5 ? this.renderTools(rows.length, page, pages) : nothing}`;
  }

  private renderHead(column: TableColumn, index: number): unknown {
    const { sorting } = this;
    const order = sorting?.column === index ? (sorting.descending ? "descending" : "ascending") : "none";
    const mark = order === "ascending" ? " ↑" : order === "descending" ? " ↓" : "";
    const style = "all: unset; cursor: pointer; font-weight: 600; outline: revert";
    return html`<th scope="col" aria-sort=${order} style="text-align: ${this.align(index)}" title=${column.dtype}><button style=${style} @click=${() => this.sortBy(index)}>${column.name || "\u00a0"}${mark}</button></th>`;
  }

  private align(index: number): string {
    return index >= this.data.indexColumns && this.data.columns[index]?.type === "number" ? "right" : "left";
  }

  private renderCell(cell: Cell | null, index: number): unknown {
    const style = `text-align: ${this.align(index)}`;
    const text = cell === null ? html`<span style="color: var(--_soft)">–</span>` : String(cell);
    return index < this.data.indexColumns
      ? html`<th scope="row" style="${style}; font-weight: 500; color: var(--_soft)">${text}</th>`
      : html`<td style=${style}>${text}</td>`;
  }

  private renderTools(count: number, page: number, pages: number): unknown {
    const { totalRows, rows } = this.data;
    const cut =
      totalRows > rows.length ? ` (the first ${rows.length.toLocaleString()} of ${totalRows.toLocaleString()})` : "";
    const button = (label: string, act: () => void, disabled = false): unknown =>
      html`<button class="nb-plain-button nb-small" ?disabled=${disabled} @click=${act}>${label}</button>`;
    return html`<div style="display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 8px; font-size: 13px; color: var(--_soft)">
      <input type="search" placeholder="Filter" aria-label="Filter rows" style="width: 130px; min-height: 28px; padding: 2px 8px; font-size: 13px" .value=${this.filter} @input=${this.onFilter}>
      <span role="status" style="flex: 1; min-width: 110px">${count.toLocaleString()} rows${cut}</span>
      ${pages > 1 ? html`${button("Previous", () => this.turn(-1), page === 0)}<span>${page + 1} of ${pages}</span>${button("Next", () => this.turn(1), page >= pages - 1)}` : nothing}
      ${button("Copy", () => void navigator.clipboard.writeText(this.text("\t")))}
      ${button("CSV", () => saveFile("table.csv", this.text(","), "text/csv;charset=utf-8"))}
    </div>`;
  }

  private turn(by: number): void {
    this.pageIndex = Math.max(0, this.pageIndex + by);
  }

  private readonly onFilter = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.filter = event.target.value;
    this.pageIndex = 0;
  };

  private text(separator: "," | "\t"): string {
    return toSeparated([this.data.columns.map(({ name }) => name), ...this.rows()], separator);
  }
}
