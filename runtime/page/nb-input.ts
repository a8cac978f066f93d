/**
 * `<nb-input>`: the control of one input, native and labelled. It tells committed changes; what they start is decided elsewhere.
 * @module
 */
import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";
import { valueProblem } from "../../compiler/contract/input-values.ts";
import { type InputSpec, type InputValue, periods, type Scalar } from "../../compiler/contract/inputs.ts";
import { look } from "./look.ts";
import type { InputAction } from "./nb-block.ts";

type Of<T extends InputSpec["type"]> = Extract<InputSpec, { type: T }>;

export class NbInput extends LitElement {
  static override styles: CSSResult = look;
  static override properties: PropertyDeclarations = {
    spec: { attribute: false },
    value: { attribute: false },
    pending: { attribute: false },
    options: { attribute: false },
    disabled: { attribute: false },
    problem: { state: true },
    sliding: { state: true },
  };

  declare spec: InputSpec;
  declare value: InputValue;
  declare pending: boolean;
  /** Read from a variable; `null` takes the spec's own. */
  declare options: readonly Scalar[] | null;
  declare disabled: boolean;
  declare private problem: string | null;
  /** A slider's value while it is dragged. */
  declare private sliding: number | null;

  constructor() {
    super();
    this.problem = null;
    this.sliding = null;
  }

  private send(detail: InputAction): void {
    this.dispatchEvent(new CustomEvent("nb-action", { detail, bubbles: true, composed: true }));
  }

  private commit(value: InputValue): void {
    this.problem = valueProblem(this.optionSpec(), value);
    if (this.problem === null) this.send({ kind: "commit", name: this.spec.name, value });
    void this.settle();
  }

  /** The app draws its answer, the value that counts now. */
  private async settle(): Promise<void> {
    await Promise.resolve();
    this.sliding = null;
    await this.updateComplete;
    // Python is at work: laid out meanwhile, the change is shown by a shorter frame, behind which the result may have to wait.
    this.getBoundingClientRect();
  }

  /** The spec with the options that are shown. */
  private optionSpec(): InputSpec {
    const { spec, options } = this;
    return (spec.type === "select" || spec.type === "multiselect") && options
      ? { ...spec, options, optionsFrom: null }
      : spec;
  }

  protected override render(): unknown {
    return html`<div class=${this.pending ? "nb-pending" : ""}>${this.control()}${this.problem === null ? nothing : html`<p class="nb-wrong" id="problem" role="alert">${this.problem}</p>`}</div>`;
  }

  private control(): unknown {
    const { spec } = this;
    switch (spec.type) {
      case "text":
        return spec.multiline
          ? this.renderTextarea(spec)
          : this.renderText(spec, String(this.value ?? ""), (text) => text);
      case "literal":
        return this.renderText(spec, String(this.value ?? ""), (text) => text);
      case "number":
        return this.renderNumber(spec);
      case "slider":
        return this.renderSlider(spec);
      case "checkbox":
        return html`<label class="nb-check"><input type="checkbox" part="control" ?disabled=${this.disabled} .checked=${live(this.value === true)}
          @change=${(event: Event) => this.commit(inputOf(event).checked)}><span class="nb-label" part="label">${spec.label}</span></label>`;
      case "select":
        return this.renderSelect(spec);
      case "multiselect":
        return this.renderMultiselect(spec);
      case "date":
        return this.renderDate(spec);
      case "date-range":
        return this.renderDateRange(spec);
      case "file":
        return this.renderFile(spec);
      case "button":
        return html`<button part="button" class="nb-button nb-${spec.scheme}" ?disabled=${this.disabled} @click=${() => this.send({ kind: "press", name: spec.name })}>${spec.label}</button>`;
    }
  }

  /** An attribute that stands only while the value is wrong. */
  private wrong<T>(value: T): T | typeof nothing {
    return this.problem === null ? nothing : value;
  }

  private field(label: string, control: TemplateResult): TemplateResult {
    // Not a label around the control: its text would be part of the name.
    return html`<div class="nb-field"><label class="nb-label" part="label" for="control">${label}</label>${control}</div>`;
  }

  /** Enter commits, Escape takes back what was typed. */
  private onKey(event: KeyboardEvent, shown: string): void {
    const control = event.target;
    if (!(control instanceof HTMLInputElement)) return;
    if (event.key === "Enter") {
      control.dispatchEvent(new Event("change"));
      this.send({ kind: "apply" });
    } else if (event.key === "Escape") {
      control.value = shown;
      this.problem = null;
    }
  }

  private renderText(spec: InputSpec, shown: string, read: (text: string) => InputValue): TemplateResult {
    return this.field(
      spec.label,
      html`<input id="control" part="control" type="text" ?disabled=${this.disabled} .value=${live(shown)} aria-invalid=${this.wrong("true")} aria-describedby=${this.wrong("problem")}
        @change=${(event: Event) => this.commit(read(inputOf(event).value))} @keydown=${(event: KeyboardEvent) => this.onKey(event, shown)}>`,
    );
  }

  private renderTextarea(spec: Of<"text">): TemplateResult {
    const commit = (event: Event): void => {
      if (event.target instanceof HTMLTextAreaElement) this.commit(event.target.value);
    };
    return this.field(
      spec.label,
      html`<textarea id="control" part="control" rows="3" aria-invalid=${this.wrong("true")} aria-describedby=${this.wrong("problem")} ?disabled=${this.disabled} .value=${live(String(this.value ?? ""))} @change=${commit}></textarea>`,
    );
  }

  private renderNumber(spec: Of<"number">): TemplateResult {
    const step = spec.step ?? (spec.integer ? 1 : "any");
    return this.field(
      spec.label,
      html`<input id="control" part="control" type="number" ?disabled=${this.disabled} .value=${live(String(this.value ?? ""))} min=${ifDefined(spec.min ?? undefined)} max=${ifDefined(spec.max ?? undefined)}
        step=${step} aria-invalid=${this.wrong("true")} aria-describedby=${this.wrong("problem")} @change=${(event: Event) => this.commit(inputOf(event).valueAsNumber)} @keydown=${(event: KeyboardEvent) => this.onKey(event, String(this.value ?? ""))}>`,
    );
  }

  private renderSlider(spec: Of<"slider">): TemplateResult {
    const shown = this.sliding ?? Number(this.value);
    return html`<div class="nb-field"><div class="nb-label" part="label"><label for="control">${spec.label}</label><span class="nb-value" aria-hidden="true">${shown}</span></div>
      <input id="control" part="control" type="range" ?disabled=${this.disabled} min=${spec.min} max=${spec.max} step=${spec.step} .value=${live(String(shown))}
        @input=${(event: Event) => {
          this.sliding = inputOf(event).valueAsNumber;
        }} @change=${(event: Event) => this.commit(inputOf(event).valueAsNumber)}></div>`;
  }

  private choices(spec: Of<"select" | "multiselect">): readonly Scalar[] {
    return this.options ?? spec.options;
  }

  private renderSelect(spec: Of<"select">): TemplateResult {
    const { value } = this;
    const own = this.choices(spec);
    // Until a variable has told its options, the value is the only one that is known.
    const options = value !== null && typeof value !== "object" && !own.includes(value) ? [value, ...own] : own;
    if (spec.allowCustom) return this.renderCombobox(spec, own);
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement)
        this.commit(event.target.value === "" ? null : (options[Number(event.target.value)] ?? null));
    };
    return this.field(
      spec.label,
      html`<select id="control" part="control" ?disabled=${this.disabled} @change=${choose}>
        ${spec.allowEmpty || value === null ? html`<option value="" ?selected=${value === null}>–</option>` : nothing}
        ${options.map((option, index) => html`<option value=${index} .selected=${live(option === value)}>${String(option)}</option>`)}
      </select>`,
    );
  }

  private renderCombobox(spec: Of<"select">, options: readonly Scalar[]): TemplateResult {
    const read = (text: string): InputValue =>
      text === "" ? null : (options.find((option) => String(option) === text) ?? text);
    return this.field(
      spec.label,
      html`<input id="control" part="control" type="text" list="options" aria-invalid=${this.wrong("true")} aria-describedby=${this.wrong("problem")} ?disabled=${this.disabled} .value=${live(String(this.value ?? ""))} @change=${(event: Event) => this.commit(read(inputOf(event).value))}>
        <datalist id="options">${options.map((option) => html`<option value=${String(option)}></option>`)}</datalist>`,
    );
  }

  private renderMultiselect(spec: Of<"multiselect">): TemplateResult {
    const chosen: readonly (Scalar | null)[] = Array.isArray(this.value) ? this.value : [];
    const known = this.choices(spec);
    const options = [...known, ...chosen.filter((value) => value !== null && !known.includes(value))].filter(
      (value) => value !== null,
    );
    const toggle = (option: Scalar, on: boolean): void =>
      this.commit(options.filter((one) => (one === option ? on : chosen.includes(one))));
    return html`<fieldset class="nb-field"><legend class="nb-label" part="label">${spec.label}</legend><div class="nb-choices">${options.map(
      (
        option,
      ) => html`<label class="nb-check"><input type="checkbox" part="control" ?disabled=${this.disabled} .checked=${live(chosen.includes(option))}
        @change=${(event: Event) => toggle(option, inputOf(event).checked)}>${String(option)}</label>`,
    )}</div></fieldset>`;
  }

  private renderDate(spec: Of<"date">): TemplateResult {
    const withTime = spec.gives === "datetime";
    const read = (text: string): InputValue =>
      text === "" ? null : withTime && text.length === 16 ? `${text}:00` : text;
    return this.field(
      spec.label,
      html`<input id="control" part="control" type=${withTime ? "datetime-local" : "date"} ?disabled=${this.disabled} .value=${live(String(this.value ?? ""))} @change=${(event: Event) => this.commit(read(inputOf(event).value))}>`,
    );
  }

  private renderDateRange(spec: Of<"date-range">): TemplateResult {
    const relative = typeof this.value === "string" ? this.value : null;
    const [start = null, end = null]: readonly (Scalar | null)[] = Array.isArray(this.value) ? this.value : [];
    const pick = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement)
        this.commit(event.target.value === "" ? [start, end] : event.target.value);
    };
    const day = (label: string, value: Scalar | null, commit: (text: string | null) => InputValue): TemplateResult =>
      html`<input type="date" part="control" aria-label="${spec.label}: ${label}" ?disabled=${this.disabled} .value=${live(value === null ? "" : String(value))} @change=${(event: Event) => this.commit(commit(inputOf(event).value || null))}>`;
    return html`<fieldset class="nb-field"><legend class="nb-label" part="label">${spec.label}</legend><div class="nb-pair">
      <select part="control" aria-label="${spec.label}: period" ?disabled=${this.disabled} @change=${pick}><option value="" ?selected=${relative === null}>From – to</option>
        ${periods(relative).map(([value, label]) => html`<option value=${value} .selected=${live(value === relative)}>${label}</option>`)}</select>
      ${relative === null ? html`${day("from", start, (text) => [text, end])}${day("to", end, (text) => [start, text])}` : nothing}
    </div></fieldset>`;
  }

  private renderFile(spec: Of<"file">): TemplateResult {
    const take = async (event: Event): Promise<void> => {
      const [file] = inputOf(event).files ?? [];
      if (!file) return this.commit(null);
      const fits =
        spec.accept.length === 0 || spec.accept.some((extension) => file.name.toLowerCase().endsWith(extension));
      this.problem = fits ? null : `It must be one of ${spec.accept.join(", ")}.`;
      if (!fits) return;
      const content = new Uint8Array(await file.arrayBuffer());
      this.send({
        kind: "upload",
        name: spec.name,
        path: `/work/file_input_uploads/${file.name.replace(/[/\\]/g, "_")}`,
        content,
      });
    };
    return this.field(
      spec.label,
      html`<input id="control" part="control" type="file" ?disabled=${this.disabled} accept=${spec.accept.join(",")} aria-invalid=${this.wrong("true")} aria-describedby=${this.wrong("problem")} @change=${take}>`,
    );
  }
}

/** The `<input>` that an event is about. */
function inputOf(event: Event): HTMLInputElement {
  return event.target instanceof HTMLInputElement ? event.target : document.createElement("input");
}

declare global {
  interface HTMLElementTagNameMap {
    "nb-input": NbInput;
  }
}
