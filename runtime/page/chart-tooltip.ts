/**
 * The tooltip of a chart, inside the chart's own shadow root: the page around an app gets nothing into its head or body.
 * @module
 */
import type { TooltipHandler } from "vega";
import { escapeHTML, formatValue } from "vega-tooltip";

/** Pixels between the pointer and the tooltip. */
const DISTANCE = 12;
/** Levels of an object that are shown. */
const DEPTH = 2;

/** A handler that shows its tooltip in `place`. */
export function chartTooltip(place: HTMLElement): TooltipHandler {
  const box = document.createElement("div");
  box.className = "nb-tooltip";
  // In the top layer nothing cuts it off, and it is placed by the window.
  box.popover = "manual";
  box.setAttribute("role", "tooltip");
  return (_handler, event: MouseEvent | null, _item, value) => {
    if (event === null || value === null || value === undefined || value === "") return box.remove();
    box.innerHTML = formatValue(value, escapeHTML, DEPTH);
    if (!box.isConnected) {
      place.append(box);
      box.showPopover();
    }
    const { clientX, clientY } = event;
    const { width, height } = box.getBoundingClientRect();
    const fits = (at: number, size: number, room: number): number =>
      at + DISTANCE + size <= room ? at + DISTANCE : Math.max(0, at - DISTANCE - size);
    box.style.left = `${fits(clientX, width, innerWidth)}px`;
    box.style.top = `${fits(clientY, height, innerHeight)}px`;
  };
}
