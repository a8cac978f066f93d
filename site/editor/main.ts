/**
 * The editor's page: defines its elements and does nothing else.
 * @module
 */
import "./page.css";
import { BlocksPanel } from "./blocks-panel.ts";
import { EmbedPanel } from "./embed-panel.ts";
import { GraphDialog } from "./graph-dialog.ts";
import { NbEditor } from "./nb-editor.ts";
import { NbPreview } from "./nb-preview.ts";
import { ProblemsPanel } from "./problems-panel.ts";
import { SettingsPanel } from "./settings-panel.ts";
import { SharePanel } from "./share-panel.ts";

customElements.define("nb-blocks-panel", BlocksPanel);
customElements.define("nb-embed-panel", EmbedPanel);
customElements.define("nb-graph-dialog", GraphDialog);
customElements.define("nb-preview", NbPreview);
customElements.define("nb-problems-panel", ProblemsPanel);
customElements.define("nb-settings-panel", SettingsPanel);
customElements.define("nb-share-panel", SharePanel);
customElements.define("nb-editor", NbEditor);
