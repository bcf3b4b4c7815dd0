/**
 * Who asks, by what, and whether he may: the names of apiserver's pkg/endpoints/filters/metrics.go and
 * pkg/authentication/request/x509/x509.go.
 */
import {
  Histogram,
  histogramFamily,
  simpleFamily,
  type MetricFamily,
} from "../../api/prometheus.ts";
import type { Clock } from "../../host/host.ts";
import type { UserInfo } from "../message.ts";

/** Seconds that a certificate has left. */
const lifetimeBounds = [
  0, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800, 2_592_000, 7_776_000,
  15_552_000, 31_104_000,
] as const;

/** Requests by certificates that end at the same time, since somebody has asked for the metrics. */
export interface CertificateCount {
  readonly expiresMs: number;
  requests: number;
}

interface Count {
  value: number;
}

/** Far more than a cluster has at a time. */
const certificatesMax = 10_000;

export class AuthMetrics {
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #lifetimes = new Histogram(lifetimeBounds);
  readonly #certificates = new Map<number, CertificateCount>();
  readonly #users = new Map<string, Count>();
  readonly #countOf = new WeakMap<UserInfo, Count>();
  /** Requests of one user come in a row. */
  #last: { readonly user: UserInfo; readonly count: Count } | undefined;
  #successes = 0;
  #failures = 0;

  constructor(clock: Pick<Clock, "nowMs">) {
    this.#clock = clock;
  }

  /** Anonymous ones too. */
  succeeded(user: UserInfo): void {
    this.#successes += 1;
    if (this.#last?.user === user) {
      this.#last.count.value += 1;
      return;
    }
    let count = this.#countOf.get(user);
    if (!count) this.#countOf.set(user, (count = this.#ofUser(shownName(user.name))));
    count.value += 1;
    this.#last = { user, count };
  }

  failed(): void {
    this.#failures += 1;
  }

  /** Kept by whoever asks by such a certificate: a request is one addition. */
  certificate(expiresMs: number): CertificateCount {
    let count = this.#certificates.get(expiresMs);
    if (count) return count;
    if (this.#certificates.size >= certificatesMax) this.#settle();
    this.#certificates.set(expiresMs, (count = { expiresMs, requests: 0 }));
    return count;
  }

  /** `authorized`: how often the authorizers have let somebody do what he asked for, and how often not. */
  families(authorized: {
    readonly allowed: number;
    readonly refused: number;
  }): readonly MetricFamily[] {
    this.#settle();
    return [
      histogramFamily(
        [
          "apiserver_client_certificate_expiration_seconds",
          "[ALPHA] Distribution of the remaining lifetime on the certificate used to authenticate a request.",
        ],
        [[{}, this.#lifetimes]],
      ),
      simpleFamily(
        [
          "counter",
          "authenticated_user_requests",
          "[ALPHA] Counter of authenticated requests broken out by username.",
        ],
        [...this.#users].map(([username, { value }]) => [{ username }, value] as const),
      ),
      counts("authentication_attempts", "[ALPHA] Counter of authenticated attempts.", {
        failure: this.#failures,
        success: this.#successes,
      }),
      counts(
        "authorization_attempts_total",
        "[ALPHA] Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied', 'no-opinion' or 'error'.",
        { allowed: authorized.allowed, "no-opinion": authorized.refused },
      ),
    ];
  }

  #ofUser(name: string): Count {
    let count = this.#users.get(name);
    if (!count) this.#users.set(name, (count = { value: 0 }));
    return count;
  }

  /** What has been counted since the last time, as of now: lifetimes are days, and between two looks there are seconds. */
  #settle(): void {
    const nowMs = this.#clock.nowMs();
    for (const [expiresMs, count] of this.#certificates) {
      this.#lifetimes.observe((expiresMs - nowMs) / 1000, count.requests);
      count.requests = 0;
    }
  }
}

function counts(
  name: string,
  help: string,
  values: Readonly<Record<string, number>>,
): MetricFamily {
  const seen = Object.entries(values).filter(([, value]) => value > 0);
  return simpleFamily(
    ["counter", name, help],
    seen.map(([result, value]) => [{ result }, value] as const),
  );
}

const ownNames: ReadonlySet<string> = new Set([
  "admin",
  "client",
  "kube_proxy",
  "kubelet",
  "system:serviceaccount:kube-system:default",
]);

/** Of the many names there may be, few become labels (compressUsername). */
function shownName(name: string): string {
  if (ownNames.has(name)) return name;
  return name.includes("@") ? "email_id" : "other";
}
