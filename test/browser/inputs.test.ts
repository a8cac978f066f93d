/**
 * Every kind of input on one page and one Python: label, keyboard, default, empty value, wrong value, and what Python gets; then the URL.
 * @module
 */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NotebookAppElement } from "../../runtime/element.ts";
import { appState, type BuiltApp, build, type Cell, notebook, preview, runAll, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

/** An input as Deepnote exports it. */
function input(type: string, name: string, value: unknown, metadata: Record<string, unknown> = {}): Cell {
  const own = { deepnote_variable_name: name, deepnote_input_label: `The ${name}`, deepnote_variable_value: value };
  return { id: name, source: "", metadata: { deepnote_cell_type: `input-${type}`, ...own, ...metadata } };
}

const options = { deepnote_variable_options: ["red", "green", "blue"], deepnote_variable_select_type: "from-options" };
const slider = { deepnote_slider_min_value: 0, deepnote_slider_max_value: 10, deepnote_slider_step: 1 };
const NAMES = "word story flag color hue colors level day moment span upload count real items mood choice".split(" ");

const cells: Cell[] = [
  { id: "title", source: "# Inputs", markdown: true },
  { id: "ports", source: "ports = ['Cork', 'Brest', 'Cork', 3]" },
  input("text", "word", "hello"),
  input("textarea", "story", "one\ntwo"),
  input("checkbox", "flag", true),
  input("select", "color", "red", options),
  input("select", "hue", "", { ...options, deepnote_allow_empty_values: true }),
  input("select", "colors", ["red"], { ...options, deepnote_allow_multiple_values: true }),
  input("slider", "level", "3", slider),
  input("date", "day", "2026-05-01", { deepnote_input_date_version: 2 }),
  input("date", "moment", "2026-05-01T08:30:00.000Z", { deepnote_input_date_version: 1 }),
  input("date-range", "span", ["2026-05-01", "2026-05-31"]),
  input("file", "upload", "", { deepnote_allowed_file_extensions: ".txt" }),
  { id: "numbers", source: "count = 5\nreal = 1.5\nitems = [1, 2]", metadata: { tags: ["parameters"] } },
  { id: "form", source: 'mood = "calm" #@param ["calm", "wild"] {allow-input: true}' },
  input("select", "choice", "Brest", {
    deepnote_variable_select_type: "from-variable",
    deepnote_variable_selected_variable: "ports",
  }),
  ...NAMES.map((name) => ({ id: `got-${name}`, source: `print(repr(${name}))` })),
];

let browser: Browser;
let app: BuiltApp;
let served: Served;
let page: Page;

async function open(query = ""): Promise<void> {
  await page?.context().close();
  page = await (
    await browser.newContext({ viewport: { width: 1000, height: 900 }, serviceWorkers: "block" })
  ).newPage();
  await page.goto(served.url + query);
  await appState(page, "idle", "booting", "running", "ready");
}

beforeAll(async () => {
  browser = await launchBrowser();
  app = build({ "inputs.ipynb": notebook(cells) });
  expect(app.status, app.stderr).toBe(0);
  served = await preview(app.out);
  await open();
});
afterAll(async () => {
  await browser?.close();
  served?.stop();
  app?.remove();
});

const labelled = (name: string): Locator => page.getByLabel(`The ${name}`, { exact: true });
/** What Python printed of an input. */
const got = (name: string) =>
  expect.poll(async () => (await page.locator(`[data-block-id="got-${name}"] .nb-stdout`).textContent())?.trim());
const urlOf = (name: string): string[] => new URL(page.url()).searchParams.getAll(name);

describe("before Python", () => {
  it("every input is there with its label and default", async () => {
    expect(await labelled("word").inputValue()).toBe("hello");
    expect(await labelled("story").inputValue()).toBe("one\ntwo");
    expect(await labelled("flag").isChecked()).toBe(true);
    expect(await labelled("color").locator("option:checked").textContent()).toBe("red");
    expect(await labelled("hue").inputValue()).toBe("");
    expect(await labelled("level").inputValue()).toBe("3");
    expect(await labelled("day").inputValue()).toBe("2026-05-01");
    expect(await labelled("moment").inputValue()).toMatch(/^2026-05-01T08:30/);
    expect(await page.getByLabel("The span: from").inputValue()).toBe("2026-05-01");
    expect(await page.getByLabel("count", { exact: true }).inputValue()).toBe("5");
    expect(await page.getByLabel("items", { exact: true }).inputValue()).toBe("[1, 2]");
    expect(await page.getByLabel("mood", { exact: true }).inputValue()).toBe("calm");
    const group = page.getByRole("group", { name: "The colors" });
    expect(await group.getByRole("checkbox", { checked: true }).count()).toBe(1);
  });

  it("each can be reached with the Tab key, in the order of the page", async () => {
    await page.getByRole("button", { name: "Run", exact: true }).focus();
    const seen: string[] = [];
    for (let step = 0; step < 40 && !seen.includes("choice"); step++) {
      await page.keyboard.press("Tab");
      const id = await page.evaluate(() => {
        let at = document.activeElement;
        let block = "";
        while (at) {
          block = at.getAttribute("data-block-id") ?? block;
          at = at.shadowRoot?.activeElement ?? null;
        }
        return block;
      });
      if (id !== "" && id !== seen.at(-1)) seen.push(id);
    }
    const inputs = "word story flag color hue colors level day moment span upload".split(" ");
    expect(seen).toEqual([...inputs, "numbers-count", "numbers-real", "numbers-items", "form-mood", "choice"]);
  });
});

describe("Python gets", () => {
  it("the defaults, of the right types", async () => {
    await runAll(page);
    await got("word").toBe("'hello'");
    await got("story").toBe("'one\\ntwo'");
    await got("flag").toBe("True");
    await got("color").toBe("'red'");
    await got("hue").toBe("None");
    await got("colors").toBe("['red']");
    await got("level").toBe("3");
    await got("day").toBe("datetime.date(2026, 5, 1)");
    await got("moment").toBe("datetime.datetime(2026, 5, 1, 8, 30)");
    await got("span").toBe("(datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))");
    await got("upload").toBe("None");
    await got("count").toBe("5");
    await got("real").toBe("1.5");
    await got("items").toBe("[1, 2]");
    await got("mood").toBe("'calm'");
    await got("choice").toBe("'Brest'");
  });

  it("text that Enter commits; Escape takes back what was typed", async () => {
    await labelled("word").fill("it's “new”");
    await labelled("word").press("Enter");
    await got("word").toBe('"it\'s “new”"');
    await labelled("word").fill("not this");
    await labelled("word").press("Escape");
    expect(await labelled("word").inputValue()).toBe("it's “new”");
    await labelled("word").fill("");
    await labelled("word").blur();
    await got("word").toBe("''");
  });

  it("text of several lines, once it is left", async () => {
    await labelled("story").fill("a\nb");
    await labelled("story").blur();
    await got("story").toBe("'a\\nb'");
  });

  it("what the keyboard chooses", async () => {
    await labelled("flag").press("Space");
    await got("flag").toBe("False");
    await labelled("level").press("ArrowRight");
    await got("level").toBe("4");
    await labelled("level").press("Home");
    await got("level").toBe("0");
    await labelled("color").focus();
    await labelled("color").press("b");
    await got("color").toBe("'blue'");
  });

  it("a slider's, which stays where it is put until Python has answered", async () => {
    const seen = await labelled("level").evaluate(async (control) => {
      if (!(control instanceof HTMLInputElement)) return [];
      const label = control.parentElement?.querySelector(".nb-value");
      const values: string[] = [];
      const frames = async (count: number): Promise<void> => {
        for (let at = 0; at < count; at++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          values.push(`${control.value} ${label?.textContent}`);
        }
      };
      control.value = "7";
      control.dispatchEvent(new Event("input", { bubbles: true }));
      await frames(2);
      control.dispatchEvent(new Event("change", { bubbles: true }));
      for (let at = 0; at < 20; at++)
        await Promise.resolve().then(() => values.push(`${control.value} ${label?.textContent}`));
      await frames(10);
      return [...new Set(values)];
    });
    expect(seen).toEqual(["7 7"]);
    await got("level").toBe("7");
  });

  it("what the page makes of a slider's value when it is told of it, and the slider shows that", async () => {
    await page.evaluate(() => {
      const app = document.querySelector("notebook-app") as NotebookAppElement;
      app.addEventListener("change", () => (app.inputs = { level: 7 }), { once: true });
    });
    await labelled("level").fill("9");
    await got("level").toBe("7");
    expect(await labelled("level").inputValue()).toBe("7");
  });

  it("one choice, none, or several in the options' order", async () => {
    await labelled("hue").selectOption("green");
    await got("hue").toBe("'green'");
    await labelled("hue").selectOption("");
    await got("hue").toBe("None");
    const group = page.getByRole("group", { name: "The colors" });
    await group.getByLabel("blue").check();
    await group.getByLabel("green").check();
    await got("colors").toBe("['red', 'green', 'blue']");
    for (const name of ["red", "green", "blue"]) await group.getByLabel(name).uncheck();
    await got("colors").toBe("[]");
  });

  it("dates, no date, a part of a range, a range that moves", async () => {
    await labelled("day").fill("2027-01-02");
    await got("day").toBe("datetime.date(2027, 1, 2)");
    await labelled("day").fill("");
    await got("day").toBe("None");
    await labelled("moment").fill("2027-01-02T10:00");
    await got("moment").toBe("datetime.datetime(2027, 1, 2, 10, 0)");
    await page.getByLabel("The span: to").fill("");
    await got("span").toBe("(datetime.date(2026, 5, 1), None)");
    await page.getByLabel("The span: period").selectOption("past7days");
    await got("span").toMatch(/^\(datetime\.date\(.*\), datetime\.date\(.*\)\)$/);
    expect(await page.getByLabel("The span: from").count()).toBe(0);
  });

  it("numbers and literals; what is none stays out, and the page says why", async () => {
    const count = page.getByLabel("count", { exact: true });
    await count.fill("7");
    await count.press("Enter");
    await got("count").toBe("7");
    await count.fill("1.5");
    await count.blur();
    const alert = page.locator('[data-block-id="numbers-count"]').getByRole("alert");
    expect(await alert.textContent()).toContain("whole number");
    expect(await count.getAttribute("aria-invalid")).toBe("true");
    await count.press("Escape");
    expect(await alert.count()).toBe(0);
    await got("count").toBe("7");
    await page.getByLabel("items", { exact: true }).fill("{'a': (1, 2)}");
    await page.getByLabel("items", { exact: true }).press("Enter");
    await got("items").toBe("{'a': (1, 2)}");
    await page.getByLabel("items", { exact: true }).fill("__import__('os')");
    await page.getByLabel("items", { exact: true }).press("Enter");
    await expect.poll(() => page.locator('[data-block-id="got-items"]').getAttribute("data-state")).toBe("skipped");
    await page.getByLabel("items", { exact: true }).fill("None");
    await page.getByLabel("items", { exact: true }).press("Enter");
    await got("items").toBe("None");
  });

  it("an option that Python made, or one that the viewer made", async () => {
    await expect
      .poll(() => labelled("choice").locator("option").allTextContents())
      .toEqual(expect.arrayContaining(["Cork", "Brest", "3"]));
    await labelled("choice").selectOption("3");
    await got("choice").toBe("3");
    await page.getByLabel("mood", { exact: true }).fill("stormy");
    await page.getByLabel("mood", { exact: true }).blur();
    await got("mood").toBe("'stormy'");
  });

  it("the path of a file, of an allowed kind only", async () => {
    const file = page.locator('[data-block-id="upload"] input');
    const content = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from("x") });
    await file.setInputFiles(content("no.csv"));
    expect(await page.locator('[data-block-id="upload"]').getByRole("alert").textContent()).toContain(".txt");
    await file.setInputFiles(content("../yes.txt"));
    await got("upload").toMatch(/^'\/work\/file_input_uploads\/[^/]*yes\.txt'$/);
    await file.setInputFiles([]);
    await got("upload").toBe("None");
  });
});

describe("a slider that a script moves and lets go at once", () => {
  it("is never put back", async () => {
    const alone = build({ "alone.ipynb": notebook([input("slider", "level", "3", slider)]) });
    const host = await preview(alone.out);
    const own = await page.context().newPage();
    await own.goto(`${host.url}?__run=true`);
    await appState(own, "ready");
    const put = await own.getByRole("slider").evaluate(async (control) => {
      const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      if (!(control instanceof HTMLInputElement) || !value) return null;
      control.value = "4";
      const values: string[] = [];
      Object.defineProperty(control, "value", {
        ...value,
        set(text: string) {
          values.push(text);
          value.set?.call(control, text);
        },
      });
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 200));
      return values;
    });
    expect(put).toEqual([]);
    expect(await own.getByRole("slider").inputValue()).toBe("4");
    await own.close();
    host.stop();
    alone.remove();
  });
});

describe("the URL", () => {
  it("follows, and opens the same state again", async () => {
    await expect
      .poll(() => ["count", "flag", "colors", "choice", "upload"].map(urlOf))
      .toEqual([["7"], ["false"], [""], ["3"], []]);
    await open(new URL(page.url()).search);
    expect(await labelled("story").inputValue()).toBe("a\nb");
    expect(await labelled("flag").isChecked()).toBe(false);
    expect(await page.getByLabel("count", { exact: true }).inputValue()).toBe("7");
    expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("idle");
  });

  it("presets inputs and runs, and reports what it cannot use", async () => {
    await open("?word=hi&colors=green&colors=blue&level=99&nobody=1&__run==true");
    await expect.poll(() => page.locator("notebook-app").getAttribute("data-state"), { timeout: 90_000 }).toBe("ready");
    await got("word").toBe("'hi'");
    await got("colors").toBe("['green', 'blue']");
    await got("level").toBe("3");
    const notices = await page.locator(".nb-notice").allTextContents();
    expect(notices.join()).toMatch(/'The level'.*at most 10/);
    expect(notices.join()).toMatch(/'nobody'/);
  });
});
