/**
 * Notes when a stage of Python's start has ended, where the browser's own tools and the bench find it.
 * @module
 */

/** Each name is said once for each start of a worker. */
export function stageEnded(name: string): void {
  performance.mark(`python: ${name}`);
}
