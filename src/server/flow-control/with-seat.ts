/** Serving on a seat: what has one runs and lets go of it with the answer, what has none is refused. */
import type { Soon } from "../custom-resources/versions.ts";
import type { ApiResponse } from "../message.ts";
import { isRefusal, type Refusal, type Seat } from "./flow-control.ts";

interface Places {
  /** Set where it is refused. */
  isTerminated: boolean;
  /** What flow control has given the request; set before it is served. */
  seat: Pick<Seat, "headers" | "counts" | "waitedMs" | "endedMs"> | undefined;
}

/** The answer of `serve`, or 429; throws and rejects as `serve` does. */
export function withSeat(
  entering: Seat | Refusal | Promise<Seat | Refusal>,
  places: Places,
  serve: () => Soon<ApiResponse>,
): Soon<ApiResponse> {
  if (entering instanceof Promise)
    return entering.then((entered) => seated(entered, places, serve));
  return seated(entering, places, serve);
}

function seated(
  entered: Seat | Refusal,
  places: Places,
  serve: () => Soon<ApiResponse>,
): Soon<ApiResponse> {
  places.seat = entered;
  if (isRefusal(entered)) {
    places.isTerminated = true;
    return tooManyRequests(entered.retryAfterSeconds);
  }
  let response: Soon<ApiResponse> | undefined;
  try {
    response = serve();
  } finally {
    if (!(response instanceof Promise)) entered.release();
  }
  if (!(response instanceof Promise)) return response;
  entered.lasts?.();
  return served(entered, response);
}

async function served(seat: Seat, response: Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await response;
  } finally {
    seat.release();
  }
}

/** As kube-apiserver refuses what it has no room for: text, not a Status (apiserver, pkg/server/filters/maxinflight.go). */
function tooManyRequests(retryAfterSeconds: number): ApiResponse {
  return {
    status: 429,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
      "retry-after": String(retryAfterSeconds),
    },
    body: "Too many requests, please try again later.\n",
  };
}
