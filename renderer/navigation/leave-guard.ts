/** Asks before unsaved work is left: by a link, by going back, by closing the page. */
import { useEffect } from "react";

/** While `dirty`, every way out asks `question` first. */
export function useLeaveGuard(dirty: boolean, question: string): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const onNavigate = (event: NavigateEvent) => {
      // A replaced entry is the same page with other state.
      const leaves = event.hashChange && event.navigationType !== "replace";
      if (leaves && event.cancelable && !confirm(question)) event.preventDefault();
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.navigation.addEventListener("navigate", onNavigate);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      window.navigation.removeEventListener("navigate", onNavigate);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [dirty, question]);
}
