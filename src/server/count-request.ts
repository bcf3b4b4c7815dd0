/** Counts a request once it is answered, and what runs long for as long as it does. */
import { isRead, type Exchange } from "./exchange.ts";
import type { WatchCounts } from "./flow-control/watch-counts.ts";
import { isBodyStream, type ApiResponse } from "./message.ts";
import { isLongRunning } from "./metrics/request-metrics.ts";
import type { ApiStatistics } from "./statistics.ts";

export function countRequest(
  { statistics, watches }: { readonly statistics: ApiStatistics; readonly watches: WatchCounts },
  { request, info, known: { counted } }: Exchange,
  response: ApiResponse,
): void {
  statistics.count(isRead(info) ? "read" : "write");
  if (!isLongRunning(info) || !(isBodyStream(response.body) || response.upgrade)) return;
  const isWatch = info.verb === "watch";
  if (isWatch) statistics.watches++;
  const unwatched = isWatch && info.isResource ? watches.begin(info) : undefined;
  if (counted) counted.running++;
  // Hosts abort the signal when the response is over, whichever side has ended it.
  const ended = (): void => {
    if (isWatch) statistics.watches--;
    unwatched?.();
    if (counted) counted.running--;
  };
  request.signal.addEventListener("abort", ended, { once: true });
}
