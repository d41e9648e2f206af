/** What elements tell the page, as events that bubble out of their shadow roots. */
import type { AxisSelection } from "chunkatlas";
import type { CostReport } from "./reading.js";
import type { PageState } from "./state.js";

/** What to open: a URL, or a file at hand; a token goes to the URL's own origin only. */
export interface OpenRequest {
  readonly url?: string;
  readonly blob?: File;
  readonly token?: string;
}

/** A change of the page's state; `isStep` makes it one that the back button undoes. */
export interface GoRequest {
  readonly patch: Partial<PageState>;
  readonly isStep?: boolean;
}

export interface PageEvents {
  "ca-open": OpenRequest;
  "ca-go": GoRequest;
  "ca-cost": CostReport;
  /** Shows or hides the code of the view. */
  "ca-code": null;
  /** What of the array a view shows. */
  "ca-seen": readonly AxisSelection[];
  "ca-proceed": null;
  "ca-cancel": null;
  /** A sentence for readers of the screen. */
  "ca-say": string;
}

export function emit<Name extends keyof PageEvents>(
  from: EventTarget,
  name: Name,
  detail: PageEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

export type PageEvent<Name extends keyof PageEvents> = CustomEvent<PageEvents[Name]>;

/** Goes to another node; its view starts afresh. */
export function goToNode(from: EventTarget, node: string): void {
  emit(from, "ca-go", {
    patch: { node, view: "", t: null, ch: "", gain: null, row: 0 },
    isStep: true,
  });
}
