/**
 * Notes when a stage of Python's start has ended, where the browser's own tools and the bench find it.
 * @module
 */

/** Of a stage that comes again, the last time counts. */
export function stageEnded(name: string): void {
  performance.clearMarks(`python: ${name}`);
  performance.mark(`python: ${name}`);
}
