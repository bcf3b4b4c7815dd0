/** What the API server counts beside its requests: gathered here, written when somebody asks. */
import { meterCel, unmeterCel } from "../../api/expression-meter.ts";
import type { MetricFamily } from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";
import type { ClusterAuthorizer } from "../auth/cluster-authorizer.ts";
import { AuditMetrics } from "./audit-metrics.ts";
import { AuthMetrics } from "./auth-metrics.ts";
import { CelMetrics } from "./cel-metrics.ts";
import { ImpersonationMetrics } from "./impersonation-metrics.ts";
import { TokenMetrics } from "./token-metrics.ts";

export class ServerMetrics {
  readonly impersonations: ImpersonationMetrics;
  readonly auth: AuthMetrics;
  readonly audit = new AuditMetrics();
  readonly tokens = new TokenMetrics();
  readonly #cel: CelMetrics;

  constructor(clock: Clock) {
    this.impersonations = new ImpersonationMetrics(clock);
    this.auth = new AuthMetrics(clock);
    this.#cel = new CelMetrics(clock);
    meterCel(this.#cel);
  }

  families(authorizer: Pick<ClusterAuthorizer, "attempts">): readonly MetricFamily[] {
    return [
      ...this.impersonations.families(),
      ...this.auth.families(authorizer.attempts),
      ...this.audit.families(),
      ...this.tokens.families(),
      ...this.#cel.families(),
    ];
  }

  stop(): void {
    unmeterCel(this.#cel);
  }
}
