/**
 * `<notebook-app>` in Vue's templates: `import type {} from "notebook-app/vue"`. Vue must be told that the tag is an element, by
 * `compilerOptions.isCustomElement`; it sets what are properties of an element as properties, and `@result` listens.
 * @module
 */
import type { HTMLAttributes, ReservedProps } from "vue";
import type { NotebookAppEventMap, NotebookAppProps } from "../element.ts";

interface Listeners {
  readonly onReady?: (event: NotebookAppEventMap["ready"]) => void;
  readonly onChange?: (event: NotebookAppEventMap["change"]) => void;
  readonly onResult?: (event: NotebookAppEventMap["result"]) => void;
  readonly onError?: (event: NotebookAppEventMap["error"]) => void;
}

declare module "vue" {
  interface GlobalComponents {
    "notebook-app": new () => {
      $props: NotebookAppProps & Listeners & Omit<HTMLAttributes, keyof Listeners> & ReservedProps;
    };
  }
}
