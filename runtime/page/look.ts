/**
 * The one style sheet, shared by the page and all shadow roots.
 * @module
 */
import { type CSSResult, unsafeCSS } from "lit";
import css from "./styles/page.css?inline";

/** Adopted by every element. */
export const look: CSSResult = unsafeCSS(css);
