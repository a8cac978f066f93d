/**
 * `<nb-table>`: rows of a DataFrame, to be sorted, filtered, paged, copied and saved as CSV. Only the page that is seen is ever here.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import type { TableView } from "../../compiler/contract/live.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import type { Cell, TableColumn, TableData } from "../../compiler/contract/outputs.ts";
import { saveFile } from "./files.ts";
import { look } from "./look.ts";
import type { Place } from "./renderers/place.ts";
import { type TablePage, type TableSource, tableSource } from "./table-source.ts";

const PAGE_SIZES = [10, 25, 50, 100] as const;
/** Rows up to which there is nothing to page or filter. */
const SMALL = 5;
/** A filter is applied once typing has stopped for this long (ms). */
const TYPING = 200;

export class NbTable extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    data: { attribute: false },
    place: { attribute: false },
    view: { state: true },
    pageIndex: { state: true },
    pageSize: { state: true },
    page: { state: true },
    note: { state: true },
    busy: { state: true },
  };

  declare data: TableData;
  declare place: Place;
  declare private view: TableView;
  declare private pageIndex: number;
  declare private pageSize: number;
  declare private page: TablePage;
  /** A problem, or that something was copied. */
  declare private note: string;
  declare private busy: boolean;
  private source: TableSource | null = null;
  /** Grows with each request, so that a late answer to an older one is dropped. */
  private asked = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.view = { sort: null, filter: "" };
    this.pageIndex = 0;
    this.pageSize = PAGE_SIZES[0];
    this.page = { rows: [], matched: 0 };
    this.note = "";
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("data")) return;
    this.source = tableSource(this.data, this.place);
    this.view = { sort: null, filter: "" };
    this.pageIndex = 0;
    this.note = "";
    this.asked += 1;
    this.page = { rows: this.data.rows.slice(0, this.pageSize), matched: this.data.totalRows };
  }

  /** Looks at the table in another way, or at another page of it. */
  private async turnTo(view: TableView, pageIndex: number, pageSize: number = this.pageSize): Promise<void> {
    this.view = view;
    const asked = ++this.asked;
    this.busy = true;
    const outcome = await this.source?.page(view, pageIndex * pageSize, pageSize);
    if (asked !== this.asked || !outcome) return;
    this.busy = false;
    this.note = outcome.ok ? "" : outcome.fault.message;
    if (!outcome.ok) return;
    this.page = outcome.value;
    this.pageIndex = pageIndex;
    this.pageSize = pageSize;
  }

  private sortBy(column: number): void {
    const { sort } = this.view;
    const next =
      sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true };
    void this.turnTo({ ...this.view, sort: next }, 0);
  }

  protected override render(): unknown {
    return html`<div class="nb-table-scroll" tabindex="0" role="group" aria-label="Table" aria-busy=${this.busy ? "true" : "false"}>
        <table class="nb-grid"><thead><tr>${this.data.columns.map((column, index) => this.renderHead(column, index))}</tr></thead>
        <tbody>${this.page.rows.map((row) => html`<tr>${row.map((cell, index) => this.renderCell(cell, index))}</tr>`)}</tbody></table>
      </div>
      ${this.data.totalRows > SMALL ? this.renderTools() : nothing}`;
  }

  private renderHead(column: TableColumn, index: number): unknown {
    const { sort } = this.view;
    const order = sort?.column === index ? (sort.descending ? "descending" : "ascending") : "none";
    const mark = order === "ascending" ? " ↑" : order === "descending" ? " ↓" : "";
    const name = column.name === "" ? html`<span class="nb-hidden-text">Index</span>\u00a0` : column.name;
    return html`<th scope="col" aria-sort=${order} class=${this.align(index)} title=${column.dtype}><button class="nb-sort" @click=${() => this.sortBy(index)}>${name}${mark}</button></th>`;
  }

  private align(index: number): string {
    return index >= this.data.indexColumns && this.data.columns[index]?.type === "number"
      ? "nb-number"
      : "nb-text-cell";
  }

  private renderCell(cell: Cell | null, index: number): unknown {
    const text = cell === null ? html`<span class="nb-missing">–</span>` : String(cell);
    return index < this.data.indexColumns
      ? html`<th scope="row" class="nb-index ${this.align(index)}">${text}</th>`
      : html`<td class=${this.align(index)}>${text}</td>`;
  }

  private renderTools(): unknown {
    const { matched } = this.page;
    const pages = Math.max(1, Math.ceil(matched / this.pageSize));
    const { totalColumns, columns, totalRows } = this.data;
    const hidden = totalColumns > columns.length ? `, ${columns.length} of ${totalColumns} columns shown` : "";
    const count = matched === totalRows ? "" : ` of ${totalRows.toLocaleString("en")}`;
    return html`<div class="nb-table-foot"><div class="nb-table-tools">
      <input type="search" placeholder="Filter" aria-label="Filter rows" .value=${this.view.filter} @input=${this.onFilter}>
      <span role="status">${this.note === "" ? `${matched.toLocaleString("en")}${count} rows${hidden}` : this.note}</span>
      ${totalRows > PAGE_SIZES[0] ? html`<span class="nb-pager">${pages > 1 ? this.renderPager(pages) : nothing}${this.renderSizes()}</span>` : nothing}
      ${this.button("Copy", () => void this.copy())}
      ${this.button("CSV", () => void this.save())}
    </div></div>`;
  }

  private renderSizes(): unknown {
    return html`<select aria-label="Rows per page" @change=${this.onPageSize}>${PAGE_SIZES.map(
      (size) => html`<option value=${size} ?selected=${size === this.pageSize}>${size} a page</option>`,
    )}</select>`;
  }

  private renderPager(pages: number): unknown {
    const at = this.pageIndex;
    const go = (page: number) => (): void => void this.turnTo(this.view, page);
    return html`${this.button("First", go(0), at === 0, "«")}${this.button("Previous", go(at - 1), at === 0, "‹")}
      <span>${(at + 1).toLocaleString("en")} of ${pages.toLocaleString("en")}</span>
      ${this.button("Next", go(at + 1), at >= pages - 1, "›")}${this.button("Last", go(pages - 1), at >= pages - 1, "»")}`;
  }

  /** `sign` is shown in place of the label. */
  private button(label: string, act: () => void, disabled = false, sign: string = label): unknown {
    return html`<button class="nb-plain-button nb-small" aria-label=${label} title=${sign === label ? nothing : `${label} page`} ?disabled=${disabled} @click=${act}>${sign}</button>`;
  }

  private readonly onPageSize = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) void this.turnTo(this.view, 0, Number(event.target.value));
  };

  private readonly onFilter = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const filter = event.target.value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.turnTo({ ...this.view, filter }, 0), TYPING);
  };

  private async text(format: "csv" | "tsv"): Promise<string | null> {
    const outcome: Outcome<string> | undefined = await this.source?.text(this.view, format);
    if (outcome?.ok) return outcome.value;
    this.note = outcome?.fault.message ?? "";
    return null;
  }

  private async copy(): Promise<void> {
    const text = await this.text("tsv");
    if (text === null) return;
    try {
      await navigator.clipboard.writeText(text);
      this.note = "Copied.";
    } catch {
      this.note = "The browser does not let this page copy; use CSV.";
    }
  }

  private async save(): Promise<void> {
    const text = await this.text("csv");
    if (text !== null) saveFile("table.csv", text, "text/csv;charset=utf-8");
  }
}
