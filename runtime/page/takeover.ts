/**
 * What a viewer has done with the HTML that the compiler wrote, done again to the elements that take its place: values, focus, folds,
 * scrolling. Both have the same content in the same order, which is how one finds the other.
 * @module
 */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Parts of an app in which what was written is looked for: a block, the contents, the bar. */
const AREAS = "[data-block-id], .nb-toc, .nb-header";

/** Remembers what there is when it is made; to be made while the written HTML is still shown. */
export class Takeover {
  readonly #written: readonly Element[];
  readonly #focused: Element | null;
  readonly #caret: readonly [start: number, end: number, direction: "forward" | "backward" | "none"] | null;
  readonly #changed: readonly Control[];
  readonly #isPointedAt: boolean;
  readonly #scrolled: readonly { readonly element: Element; readonly left: number; readonly top: number }[];
  readonly #page: { readonly left: number; readonly top: number };

  /** @param element - Holds what the compiler wrote, or something else, in which nothing is looked for. */
  constructor(element: ParentNode) {
    const written = within(element).find((one) => one.matches(".nb-app"));
    this.#written = written ? within(written) : [];
    const active = deepFocus();
    this.#focused = active && this.#written.includes(active) ? active : null;
    this.#caret = caretOf(this.#focused);
    this.#changed = this.#written.filter(isControl).filter(isChanged);
    this.#isPointedAt = this.#written.some((one) => isControl(one) && one.matches(":hover"));
    this.#scrolled = this.#written
      .map((element) => ({ element, left: element.scrollLeft, top: element.scrollTop }))
      .filter(({ left, top }) => left !== 0 || top !== 0);
    this.#page = { left: scrollX, top: scrollY };
  }

  /** The viewer has shown interest in the app: an input has the focus or the pointer, or another value. */
  get isUsed(): boolean {
    return this.#isPointedAt || isControl(this.#focused) || this.#changed.length > 0;
  }

  /** The page has been scrolled, by the viewer or to where its link leads. */
  get isScrolled(): boolean {
    return this.#page.left !== 0 || this.#page.top !== 0;
  }

  /** Makes `live` look as the written HTML did. To be called before the browser draws it. */
  applyView(live: ParentNode): void {
    for (const fold of this.#written) {
      const other = fold instanceof HTMLDetailsElement ? this.#find(fold, live) : null;
      if (fold instanceof HTMLDetailsElement && other instanceof HTMLDetailsElement) other.open = fold.open;
    }
    const focused = this.#focused === null ? null : this.#find(this.#focused, live);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    for (const { element, left, top } of this.#scrolled)
      this.#find(element, live)?.scrollTo({ left, top, behavior: "instant" });
    if (this.isScrolled) scrollTo({ ...this.#page, behavior: "instant" });
  }

  /**
   * Gives `live` the values that the viewer has changed, as if they were changed there. What is still being typed stays so.
   *
   * @param settled - Resolves when what the last value has led to is drawn.
   */
  async applyValues(live: ParentNode, settled: () => Promise<unknown>): Promise<void> {
    for (const control of this.#changed) {
      const other = this.#find(control, live);
      if (!isControl(other) || other.disabled) continue;
      copyValue(control, other);
      if (control === this.#focused && isTyped(control)) this.#goOnTyping(other);
      else other.dispatchEvent(new Event("change"));
      await settled();
    }
  }

  /** Browsers tell of a change only what is typed after the focus has come. */
  #goOnTyping(control: Control): void {
    control.addEventListener("blur", () => control.dispatchEvent(new Event("change")), { once: true });
    if (this.#caret && !(control instanceof HTMLSelectElement)) control.setSelectionRange(...this.#caret);
  }

  #find(element: Element, live: ParentNode): Element | null {
    const area = element.closest(AREAS);
    const id = area?.getAttribute("data-block-id") ?? null;
    const place = id === null ? `.${area?.classList[0] ?? "nb-app"}` : `[data-block-id="${CSS.escape(id)}"]`;
    const like = kindOf(element);
    const before = this.#written.filter((one) => kindOf(one) === like && one.closest(AREAS) === area);
    const there = live.querySelector(place);
    return there === null
      ? null
      : (within(there.shadowRoot ?? there).filter((one) => kindOf(one) === like)[before.indexOf(element)] ?? null);
  }
}

/** All elements inside, in order, also those in shadow roots. */
function within(root: ParentNode): Element[] {
  return [...root.children].flatMap((child) => [child, ...within(child.shadowRoot ?? child)]);
}

function kindOf(element: Element): string {
  const type = element instanceof HTMLInputElement ? element.type : (element.classList[0] ?? "");
  return `${element.localName}.${type}`;
}

function deepFocus(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

function isControl(element: Element | null): element is Control {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function isTyped(control: Control): boolean {
  return (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && (control.type === "text" || control.type === "number"))
  );
}

function caretOf(element: Element | null): [number, number, "forward" | "backward" | "none"] | null {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null;
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = element;
  return start === null || end === null ? null : [start, end, direction ?? "none"];
}

/** Whether it has another value than one that has just been parsed: browsers round and cut what the HTML says. */
function isChanged(control: Control): boolean {
  const template = document.createElement("template");
  template.innerHTML = control.outerHTML;
  const [fresh = null] = template.content.children;
  if (!isControl(fresh)) return false;
  if (control instanceof HTMLInputElement && fresh instanceof HTMLInputElement)
    return control.checked !== fresh.checked || control.value !== fresh.value;
  if (control instanceof HTMLSelectElement && fresh instanceof HTMLSelectElement)
    return control.selectedIndex !== fresh.selectedIndex;
  return control.value !== fresh.value;
}

function copyValue(from: Control, to: Control): void {
  if (from instanceof HTMLSelectElement && to instanceof HTMLSelectElement) {
    // The live one may have an option more.
    const text = from.selectedOptions[0]?.text;
    to.selectedIndex = [...to.options].findIndex((option) => option.text === text);
  } else if (from instanceof HTMLInputElement && to instanceof HTMLInputElement && from.type === "checkbox") {
    to.checked = from.checked;
  } else if (from instanceof HTMLInputElement && to instanceof HTMLInputElement && from.type === "file") {
    to.files = from.files;
  } else {
    to.value = from.value;
  }
}
