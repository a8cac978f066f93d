/**
 * Lays a graph out, away from the page: several hundred blocks take seconds.
 * @module
 */
import { Graph, layout } from "@dagrejs/dagre";
import type { GraphDrawing, GraphQuestion } from "./graph-drawing.ts";

addEventListener("message", ({ data }: MessageEvent<GraphQuestion>) => {
  const drawing = new Graph({ multigraph: false });
  drawing.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 44, marginx: 24, marginy: 24 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of data.nodes) drawing.setNode(id, { width, height });
  for (const { from, to } of data.edges) drawing.setEdge(from, to, {});
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  const answer: GraphDrawing = {
    width,
    height,
    nodes: data.nodes.map(({ id, width: wide, height: high }) => {
      const { x = 0, y = 0 } = drawing.node(id);
      return { id, x: x - wide / 2, y: y - high / 2, width: wide, height: high };
    }),
    edges: data.edges.map(({ from, to }) => ({ from, to, points: drawing.edge(from, to)?.points ?? [] })),
  };
  postMessage(answer);
});
