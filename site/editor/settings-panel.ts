/**
 * `<nb-settings-panel>`: every app setting as a control with a sentence of help, made from the schema. Each change is written at once.
 * @module
 */
import { type CSSResult, css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Edit, EditorState, SettingSchema } from "../../compiler/index.ts";
import { look } from "./look.ts";

/** Groups of settings, by key. A setting in none of them is in the last. */
const GROUPS: readonly (readonly [title: string, keys: readonly string[]])[] = [
  ["About", ["title", "description"]],
  ["Who may do what", ["access", "allowRun", "embed"]],
  ["Running", ["reactivity", "apply", "showOutputs", "prerun", "load"]],
  ["Look", ["hideCode", "fullWidth", "tableOfContents", "theme"]],
  ["Python and files", ["runtime", "image", "packages", "files", "project"]],
];

interface Place {
  readonly path: readonly string[];
  readonly schema: SettingSchema;
  readonly value: unknown;
}

/** @fires nb-edit - an {@link Edit} to be written */
export class SettingsPanel extends LitElement {
  static override styles: CSSResult[] = [
    look,
    css`
      .field {
        margin: 12px 0;
      }
      .field > label,
      .check {
        display: block;
        font-weight: 550;
      }
      .field > .check {
        display: grid;
        grid-template-columns: 16px 1fr;
        gap: 8px;
      }
      .check + .help {
        margin-left: 24px;
      }
      fieldset {
        margin: 12px 0;
        border: 1px solid var(--line);
        border-radius: 8px;
        padding: 4px 12px;
      }
      legend {
        font-weight: 550;
        padding: 0 4px;
      }
      code {
        user-select: all;
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { state: { attribute: false } };

  declare state: EditorState;

  private write(path: readonly string[], value: Extract<Edit, { kind: "app" }>["value"]): void {
    const detail: Edit = { kind: "app", path: [...path], value };
    this.dispatchEvent(new CustomEvent("nb-edit", { detail, bubbles: true, composed: true }));
  }

  protected override render(): unknown {
    const { schema } = this.state;
    const named = new Set(GROUPS.flatMap(([, keys]) => keys));
    const others = Object.keys(schema).filter((key) => !named.has(key));
    return GROUPS.map(([title, keys], index) => {
      const all = index === GROUPS.length - 1 ? [...keys, ...others] : keys;
      return html`<h2>${title}</h2>
        ${all.map((key) => (schema[key] ? this.renderSetting([key], schema[key]) : nothing))}`;
    });
  }

  private valueAt(path: readonly string[]): unknown {
    return path.reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
      this.state.settings,
    );
  }

  private renderSetting(path: readonly string[], schema: SettingSchema): TemplateResult {
    const place = { path, schema, value: this.valueAt(path) };
    if (schema.properties) {
      const parts = Object.entries(schema.properties);
      return html`<fieldset>
        <legend>${words(path.at(-1) ?? "")}</legend>
        <p class="help">${schema.description}</p>
        ${parts.map(([key, part]) => this.renderSetting([...path, key], part))}
      </fieldset>`;
    }
    if (schema.type === "boolean") return this.renderFlag(place);
    if (schema.format === "uuid")
      return html`<div class="field"><span class="soft">Project</span><br><code>${place.value ?? "made by the first build"}</code></div>`;
    return html`<div class="field">
      <label for=${path.join("-")}>${words(path.at(-1) ?? "")}</label>
      ${schema.enum ? this.renderChoice(place) : schema.type === "array" ? this.renderList(place) : this.renderText(place)}
      <p class="help" id="${path.join("-")}-help">${schema.description}</p>
    </div>`;
  }

  private renderFlag({ path, schema, value }: Place): TemplateResult {
    const id = path.join("-");
    return html`<div class="field">
      <label class="check"
        ><input
          type="checkbox"
          id=${id}
          aria-describedby="${id}-help"
          .checked=${value === true}
          @change=${(event: Event) => this.write(path, checkedOf(event))}
        />${words(path.at(-1) ?? "")}</label
      >
      <p class="help" id="${id}-help">${schema.description}</p>
    </div>`;
  }

  private renderChoice({ path, schema, value }: Place): TemplateResult {
    const id = path.join("-");
    return html`<select id=${id} aria-describedby="${id}-help" @change=${(event: Event) => this.write(path, textOfControl(event))}>
      ${schema.enum?.map((option) => html`<option value=${option} ?selected=${option === value}>${option}</option>`)}
    </select>`;
  }

  private renderText({ path, value }: Place): TemplateResult {
    const id = path.join("-");
    return html`<input
      id=${id}
      aria-describedby="${id}-help"
      .value=${typeof value === "string" ? value : ""}
      placeholder=${path[0] === "title" ? this.state.title : ""}
      @change=${(event: Event) => this.write(path, textOfControl(event).trim() || undefined)}
    />`;
  }

  private renderList({ path, value }: Place): TemplateResult {
    const id = path.join("-");
    const items = Array.isArray(value) ? value.map(itemText) : [];
    return html`<textarea
      id=${id}
      rows="3"
      aria-describedby="${id}-help"
      placeholder="one a line"
      .value=${items.join("\n")}
      @change=${(event: Event) => this.write(path, lines(textOfControl(event)))}
    ></textarea>`;
  }
}

/** A requirement is kept with its place in the file. */
function itemText(item: unknown): string {
  return typeof item === "object" && item !== null && "text" in item ? String(item.text) : String(item);
}

/** `tableOfContents` → `Table of contents`. */
function words(key: string): string {
  const text = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lines(text: string): readonly string[] | undefined {
  const items = text.split("\n").map((line) => line.trim());
  const filled = items.filter((item) => item !== "");
  return filled.length > 0 ? filled : undefined;
}

function textOfControl({ target }: Event): string {
  return target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
    ? target.value
    : "";
}

function checkedOf({ target }: Event): boolean {
  return target instanceof HTMLInputElement && target.checked;
}
