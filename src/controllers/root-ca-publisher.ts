/** Keeps the cluster's CA in the ConfigMap `kube-root-ca.crt` of every namespace. Source: pkg/controller/certificates/rootcacertpublisher. */
import type { ConfigMap, Namespace } from "../api/generated/types.ts";
import { CONFIG_MAPS, NAMESPACES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, statesOf, watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";

const configMapName = "kube-root-ca.crt";
const descriptionAnnotation = "kubernetes.io/description";
/** The words are Kubernetes' own; tools compare the whole object. */
const description =
  "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the " +
  "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

export interface RootCaView {
  readonly namespace: Stored<Namespace>;
  readonly configMap: Stored<ConfigMap> | undefined;
}

/** `caPem` is the CA bundle, PEM, as clients verify the API server with. */
export function rootCaPublisher(caPem: string): Controller<RootCaView> {
  const data = { "ca.crt": caPem };
  return {
    name: "root-ca-certificate-publisher-controller",
    serviceAccount: "root-ca-cert-publisher",
    watches: [
      watch(NAMESPACES, ownKey),
      watch(CONFIG_MAPS, (change) =>
        statesOf(change)
          .filter(({ metadata }) => metadata.name === configMapName)
          .map(({ metadata }) => metadata.namespace ?? ""),
      ),
    ],
    view(listers, key) {
      const namespace = listers.of(NAMESPACES).get(key);
      if (namespace === undefined) return undefined;
      return { namespace, configMap: listers.of(CONFIG_MAPS).get(`${key}/${configMapName}`) };
    },
    reconcile({ namespace, configMap }) {
      if (namespace.status?.phase === "Terminating") return plan([]);
      if (configMap === undefined) {
        const object: ConfigMap = {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: {
            name: configMapName,
            namespace: namespace.metadata.name,
            annotations: { [descriptionAnnotation]: description },
          },
          data,
        };
        return plan([{ verb: "create", resource: CONFIG_MAPS, object }]);
      }
      const { annotations } = configMap.metadata;
      const described = annotations?.[descriptionAnnotation] === description;
      if (described && semanticallyEqual(configMap.data, data)) return plan([]);
      const metadata = {
        ...configMap.metadata,
        annotations: { ...annotations, [descriptionAnnotation]: description },
      };
      const { binaryData: _, ...rest } = configMap;
      return plan([
        {
          verb: "update",
          resource: CONFIG_MAPS,
          object: { ...rest, metadata, data } as typeof configMap,
        },
      ]);
    },
  };
}
