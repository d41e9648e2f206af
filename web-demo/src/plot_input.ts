/**
 * Moving a plot: drags and two fingers, the wheel with Shift or Ctrl, and keys. Says by which share
 * of the width the window moves, and around which point of it (0 left, 1 right) it zooms.
 */

export interface PlotMoves {
  pan(share: number): void;
  zoom(factor: number, at: number): void;
  /** Above 0 makes traces higher. */
  gain(direction: 1 | -1): void;
  reset(): void;
  whole(): void;
}

const kKeyPan = 0.1;
const kKeyZoom = 0.7;
/** Of an exponential zoom, by the pixels that a wheel turns. */
const kWheelZoom = 0.002;
/** Some wheels count lines. */
const kLinePixels = 16;

/** Listens on `plot` until `signal` ends it. */
export function watchPlot(plot: HTMLElement, moves: PlotMoves, signal: AbortSignal): void {
  watchPointers(plot, moves, signal);
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? kLinePixels : 1;
    const turned = (event.deltaY || event.deltaX) * scale;
    const { left, width } = plot.getBoundingClientRect();
    if (event.ctrlKey) moves.zoom(Math.exp(turned * kWheelZoom), (event.clientX - left) / width);
    else moves.pan(turned / width);
  };
  plot.addEventListener("wheel", onWheel, { signal, passive: false });
  plot.addEventListener("dblclick", () => moves.reset(), { signal });
}

function watchPointers(plot: HTMLElement, moves: PlotMoves, signal: AbortSignal): void {
  /** Distances from the left, as shares of the width, of the pointers that are down. */
  const down = new Map<number, number>();
  const shareOf = (event: PointerEvent) => {
    const { left, width } = plot.getBoundingClientRect();
    return (event.clientX - left) / width;
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    down.set(event.pointerId, shareOf(event));
  };
  const onMove = (event: PointerEvent) => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const share = shareOf(event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, share);
    if (other === undefined) {
      moves.pan(before - share);
      return;
    }
    const distance = Math.abs(share - other);
    if (distance < 0.02) return;
    moves.zoom(Math.abs(before - other) / distance, other);
  };
  const onUp = (event: PointerEvent) => down.delete(event.pointerId);
  plot.addEventListener("pointerdown", onDown, { signal });
  plot.addEventListener("pointermove", onMove, { signal });
  plot.addEventListener("pointerup", onUp, { signal });
  plot.addEventListener("pointercancel", onUp, { signal });
}

/** Does what `key` stands for; false for a key that stands for nothing here. */
export function pressKey(key: string, moves: PlotMoves): boolean {
  const actions: Readonly<Record<string, () => void>> = {
    "+": () => moves.zoom(kKeyZoom, 0.5),
    "=": () => moves.zoom(kKeyZoom, 0.5),
    "-": () => moves.zoom(1 / kKeyZoom, 0.5),
    "[": () => moves.gain(-1),
    "]": () => moves.gain(1),
    "0": () => moves.whole(),
  };
  const action = actions[key];
  action?.();
  return action !== undefined;
}

/** The same for keys that other parts of the page use too, so the plot must have the focus. */
export function pressPlotKey(key: string, moves: PlotMoves): boolean {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moves.pan(-kKeyPan),
    ArrowRight: () => moves.pan(kKeyPan),
    PageUp: () => moves.pan(-1),
    PageDown: () => moves.pan(1),
    Home: () => moves.pan(Number.NEGATIVE_INFINITY),
    End: () => moves.pan(Number.POSITIVE_INFINITY),
  };
  const action = actions[key];
  action?.();
  return action !== undefined;
}
