/**
 * `<notebook-app>` in React's JSX (19 and later): `import type {} from "notebook-app/react"`. React sets what are properties of an element
 * as properties, and listens to any event by `on` and its very name: `onresult={(event) => event.detail.blocks}`.
 * @module
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { NotebookAppElement, NotebookAppListeners, NotebookAppProps } from "../element.ts";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "notebook-app": NotebookAppProps &
        NotebookAppListeners &
        Omit<
          DetailedHTMLProps<HTMLAttributes<NotebookAppElement>, NotebookAppElement>,
          keyof NotebookAppProps | "onChange" | "onError"
        >;
    }
  }
}
