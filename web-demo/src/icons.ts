/** Icons: 16 px, drawn with strokes in the colour of the text. They say nothing to readers of text. */
import { html, svg, type TemplateResult } from "lit";

const kPaths = {
  array: "M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11",
  chevron: "M6 3.5 10.5 8 6 12.5",
  close: "m4 4 8 8m0-8-8 8",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  down: "M8 3v10m-4-4 4 4 4-4",
  file: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
  group: "M1.5 4V3h4.5l1.5 2h7v8h-13z",
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9 8 10M8 12.7v.01",
  link: "M5 3.5h7.5V11M12.5 3.5 4 12",
  menu: "M2 4h12M2 8h12M2 12h12",
  theme: "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zM8 2v12M9.5 2.5v11M11 3v10M12.5 4.5v7",
  up: "M8 13V3M4 7l4-4 4 4",
} as const;

export type IconName = keyof typeof kPaths;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    ${svg`<path d=${kPaths[name]} />`}
  </svg>`;
}
