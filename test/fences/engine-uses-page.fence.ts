// A worker has no page: neither document nor window may compile in the engine.
// expects: TS2584
export const title = document.title;
