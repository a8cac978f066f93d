/**
 * The dependency graph for people and tools: as text, as DOT, as an SVG picture.
 * @module
 */
import { Graph, layout } from "@dagrejs/dagre";
import type { DependencyGraph, GraphBlock } from "../contract/graph.ts";
import { escapeHtml } from "./html.ts";

/** Lines of text: each block, what it binds, and where what it needs comes from. */
export function graphText(graph: DependencyGraph): string {
  const titles = new Map(graph.blocks.map(({ id, title }) => [id, title]));
  const lines = graph.blocks.flatMap((block) => {
    const needed = graph.edges
      .filter(({ to }) => to === block.id)
      .map(({ from, names }) => `    needs ${names.join(", ")} from ${titles.get(from) ?? from}`);
    const facts = [
      block.defines.length > 0 ? `    binds ${block.defines.join(", ")}` : null,
      block.mutates.length > 0 ? `    changes ${block.mutates.join(", ")}` : null,
      block.opaque === null ? null : `    cannot be analysed: ${block.opaque}`,
      block.error === null ? null : `    line ${block.error.line}: ${block.error.message}`,
    ].filter((line) => line !== null);
    return facts.length + needed.length === 0
      ? []
      : [`${block.title} (${block.type}, ${block.id})`, ...facts, ...needed];
  });
  return lines.length === 0 ? "No block binds or needs a name.\n" : `${lines.join("\n")}\n`;
}

/** Graphviz DOT. */
export function graphDot(graph: DependencyGraph): string {
  const quote = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  const nodes = shownBlocks(graph).map((block) => `  ${quote(block.id)} [label=${quote(label(block).join("\n"))}];`);
  const edges = graph.edges.map(
    ({ from, to, names }) => `  ${quote(from)} -> ${quote(to)} [label=${quote(names.join(", "))}];`,
  );
  return [`digraph ${quote(graph.notebook)} {`, "  node [shape=box, style=rounded];", ...nodes, ...edges, "}", ""].join(
    "\n",
  );
}

/** Blocks that bind, need or run something. */
function shownBlocks(graph: DependencyGraph): GraphBlock[] {
  const linked = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  return graph.blocks.filter(
    (block) => linked.has(block.id) || block.defines.length > 0 || block.opaque !== null || block.error !== null,
  );
}

function label(block: GraphBlock): string[] {
  const names = block.defines.join(", ");
  return [block.title, names.length > 36 ? `${names.slice(0, 35)}…` : names].filter((line) => line !== "");
}

const CHAR = 7.2;
const LINE = 18;

/** A picture that stands alone, in light and dark. */
export function graphSvg(graph: DependencyGraph): string {
  const drawing = new Graph({ multigraph: false });
  drawing.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 52, marginx: 16, marginy: 16 });
  drawing.setDefaultEdgeLabel(() => ({}));
  const blocks = shownBlocks(graph);
  for (const block of blocks) {
    const lines = label(block);
    drawing.setNode(block.id, {
      width: Math.max(...lines.map((line) => line.length)) * CHAR + 24,
      height: lines.length * LINE + 14,
    });
  }
  for (const { from, to, names } of graph.edges) {
    const text = edgeLabel(names);
    drawing.setEdge(from, to, { width: text.length * 6.4, height: 14, labelpos: "c" });
  }
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  const parts = [
    ...graph.edges.map(({ from, to, names }) => edgeSvg(drawing.edge(from, to), edgeLabel(names), names)),
    ...blocks.map((block) => nodeSvg(drawing.node(block.id), block)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-label="Dependency graph of ${escapeHtml(graph.notebook)}">
<style>${STYLE}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
<rect class="paper" width="100%" height="100%"/>
${parts.join("\n")}
</svg>
`;
}

const STYLE =
  ":root{--ink:#1f2328;--soft:#656d76;--box:#f6f8fa;--line:#8c959f;--paper:#fff;--input:#ddf4ff;--bad:#ffebe9}" +
  "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--box:#161b22;--line:#6e7681;--paper:#0d1117;--input:#12324d;--bad:#4b1113}}" +
  "text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--ink);text-anchor:middle}.names,.edge-label{fill:var(--soft);font-size:11px}" +
  ".paper{fill:var(--paper)}.box{fill:var(--box);stroke:var(--line)}.input .box{fill:var(--input)}.error .box,.opaque .box{fill:var(--bad)}" +
  ".edge{fill:none;stroke:var(--line)}marker path{fill:var(--line)}.back{fill:var(--paper)}";

function edgeLabel(names: readonly string[]): string {
  const text = names.join(", ");
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}

interface Placed {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function edgeSvg(edge: Placed, text: string, names: readonly string[]): string {
  const path = (edge.points ?? [])
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join("");
  const [x, y] = [round(edge.x ?? 0), round((edge.y ?? 0) + 4)];
  const width = text.length * 6.8 + 4;
  return `<g><title>${escapeHtml(names.join(", "))}</title><path class="edge" d="${path}" marker-end="url(#tip)"/><rect class="back" x="${round(x - width / 2)}" y="${round(y - 11)}" width="${round(width)}" height="14"/><text class="edge-label" x="${x}" y="${y}">${escapeHtml(text)}</text></g>`;
}

function nodeSvg(node: Placed, block: GraphBlock): string {
  const [x = 0, y = 0, width = 0, height = 0] = [node.x, node.y, node.width, node.height];
  const kind = block.error
    ? "error"
    : block.opaque
      ? "opaque"
      : block.type.startsWith("input-") || block.type === "button"
        ? "input"
        : "code";
  const lines = label(block).map(
    (line, index) =>
      `<text class="${index === 0 ? "title" : "names"}" x="${round(x)}" y="${round(y - height / 2 + 19 + index * LINE)}">${escapeHtml(line)}</text>`,
  );
  return `<g class="${kind}"><title>${escapeHtml(block.opaque ?? block.error?.message ?? block.defines.join(", "))}</title><rect class="box" rx="6" x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}"/>${lines.join("")}</g>`;
}
