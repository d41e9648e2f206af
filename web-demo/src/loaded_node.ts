/** The selected node, and the views that apply to it. */
import type { AtlasArray, AtlasFile, AtlasGroup } from "chunkatlas";
import { canBeSeries, findRate, isTimeSeries } from "./series.js";
import type { ViewName } from "./state.js";

export interface LoadedNode {
  readonly path: string;
  readonly node: AtlasGroup | AtlasArray;
  readonly views: readonly ViewName[];
  /** The view that suits it. */
  readonly firstView: ViewName;
  readonly rate: number | null;
}

/** @throws AtlasError for a path that leads nowhere, or metadata at fault */
export async function loadNode(file: AtlasFile, path: string): Promise<LoadedNode> {
  const node = await file.get(path);
  if (node.kind === "group") {
    return { path, node, views: ["about"], firstView: "about", rate: null };
  }
  const views: ViewName[] = [];
  const isSignal = canBeSeries(node);
  if (isSignal) views.push("signal");
  if (node.shape.length <= 2) views.push("table");
  views.push("about");
  const first = isSignal && !(await isTimeSeries(file, node)) ? views[1] : views[0];
  const rate = isSignal ? await findRate(file, node) : null;
  return { path, node, views, firstView: first ?? "about", rate };
}
