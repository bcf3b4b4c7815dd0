/** Tokens of service accounts that were taken (pkg/serviceaccount/metrics.go). */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";
import type { TokenClaims } from "../auth/service-account-tokens.ts";

export class TokenMetrics {
  #valid = 0;
  /** Their clients should have asked for new ones. */
  #stale = 0;
  /** Of Secrets. */
  #legacy = 0;

  taken({ legacySecret, warnAfterMs = Infinity }: TokenClaims, clock: Clock): void {
    if (legacySecret !== undefined) this.#legacy += 1;
    else if (warnAfterMs !== Infinity && clock.nowMs() > warnAfterMs) this.#stale += 1;
    else this.#valid += 1;
  }

  families(): readonly MetricFamily[] {
    return [
      simpleFamily(
        [
          "counter",
          "serviceaccount_stale_tokens_total",
          "[BETA] Cumulative stale projected service account tokens used",
        ],
        [[{}, this.#stale]],
      ),
      simpleFamily(
        [
          "counter",
          "serviceaccount_legacy_tokens_total",
          "[BETA] Cumulative legacy service account tokens used",
        ],
        [[{}, this.#legacy]],
      ),
      simpleFamily(
        [
          "counter",
          "serviceaccount_valid_tokens_total",
          "[BETA] Cumulative valid projected service account tokens used",
        ],
        [[{}, this.#valid]],
      ),
    ];
  }
}
