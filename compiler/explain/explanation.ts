/**
 * What there is to say about a diagnostic's code beyond its message: why it is there, what provokes it, how to be rid of it.
 * @module
 */

/** A file as an author has it. */
export interface ExampleFile {
  /** Its name says what it is: `.py`, `.ipynb` and `.deepnote` are notebooks, `.app.yaml` settings. */
  readonly file: string;
  readonly text: string;
}

/** One code's section of the docs, and what `notebook-app explain CODE` prints. Texts may have Markdown's `code`, links and emphasis. */
export interface Explanation {
  /** Why the compiler says it. */
  readonly cause: string;
  /** Files that provoke it. */
  readonly example: readonly ExampleFile[];
  /** What to do. */
  readonly wayOut: string;
  /** The example as it should be; left out where the way out is not in these files. */
  readonly mended?: readonly ExampleFile[];
}
