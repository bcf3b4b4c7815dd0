/** Gives every namespace its `default` ServiceAccount. Source: pkg/controller/serviceaccount. */
import type { Namespace, ServiceAccount } from "../api/generated/types.ts";
import { NAMESPACES, SERVICE_ACCOUNTS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";

export interface ServiceAccountsView {
  readonly namespace: Stored<Namespace>;
  readonly account: Stored<ServiceAccount> | undefined;
}

export const serviceAccountController: Controller<ServiceAccountsView> = {
  name: "serviceaccount-controller",
  serviceAccount: "service-account-controller",
  watches: [
    watch(NAMESPACES, ownKey),
    watch(SERVICE_ACCOUNTS, ({ before, after }) =>
      after === undefined && before?.metadata.name === "default"
        ? [before.metadata.namespace ?? ""]
        : [],
    ),
  ],
  view(listers, key) {
    const namespace = listers.of(NAMESPACES).get(key);
    if (namespace === undefined) return undefined;
    return { namespace, account: listers.of(SERVICE_ACCOUNTS).get(`${key}/default`) };
  },
  reconcile({ namespace, account }) {
    if (namespace.status?.phase === "Terminating" || account !== undefined) return plan([]);
    const object: ServiceAccount = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: namespace.metadata.name },
    };
    return plan([{ verb: "create", resource: SERVICE_ACCOUNTS, object }]);
  },
};
