/**
 * `notebook-app graph`: prints the dependency graph.
 * @module
 */
import { Command, Option } from "commander";
import { graphDot, graphSvg, graphText } from "../../emit/graph-picture.ts";
import { examineNotebook } from "../compile-notebook.ts";
import { EXIT, Exit } from "./failure.ts";
import { printDiagnostics } from "./report.ts";

interface GraphOptions {
  readonly notebook?: string;
  readonly json?: boolean;
  readonly dot?: boolean;
  readonly svg?: boolean;
}

export function graphCommand(): Command {
  return new Command("graph")
    .description("print which block needs which, and by what names")
    .argument("<notebook>", ".ipynb, .deepnote or percent .py file")
    .option("--notebook <name>", "which notebook of a .deepnote project, by name or id")
    .addOption(new Option("--json", "as JSON").conflicts(["dot", "svg"]))
    .addOption(new Option("--dot", "as Graphviz DOT").conflicts(["svg"]))
    .option("--svg", "as a picture")
    .addHelpText(
      "after",
      "\nExamples:\n  $ notebook-app graph sales.ipynb\n  $ notebook-app graph sales.ipynb --svg > graph.svg",
    )
    .action((file: string, options: GraphOptions) => {
      const { analysis, diagnostics } = examineNotebook(
        file,
        options.notebook === undefined ? {} : { notebook: options.notebook },
      );
      if (!analysis) {
        if (options.json) console.log(JSON.stringify({ ok: false, diagnostics }, null, 2));
        else printDiagnostics(diagnostics.filter(({ severity }) => severity === "error"));
        throw new Exit(EXIT.wrong);
      }
      const { graph } = analysis;
      if (options.json) console.log(JSON.stringify(graph, null, 2));
      else if (options.dot) console.log(graphDot(graph));
      else console.log(options.svg ? graphSvg(graph) : graphText(graph));
    });
}
