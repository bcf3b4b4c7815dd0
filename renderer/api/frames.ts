/** When the page learns of changes: many changes, one drawing. */

export interface Frames {
  /** Calls `fn` before the next drawing, once. */
  next(fn: () => void): void;
}

/** In a hidden tab there are no animation frames; a coarse timer keeps the stores current there. */
export const browserFrames: Frames = {
  next(fn) {
    if (document.hidden) setTimeout(fn, 500);
    else requestAnimationFrame(fn);
  },
};
