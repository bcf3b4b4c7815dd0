/** Pods as workload controllers make them from their templates. Source: GetPodFromTemplate. */
import type { Pod, PodTemplateSpec } from "../api/generated/types.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import { share } from "../api/shared-parts.ts";
import type { NewObject } from "../loop/client.ts";
import { controllerReference } from "./ownership.ts";

/** A new Pod of `owner`, which is of `resource`; the server makes the end of its name. */
export function podFromTemplate(
  resource: ResourceRef,
  owner: Stored<KubeObject>,
  template: PodTemplateSpec | undefined,
): NewObject<Pod> {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${owner.metadata.name}-`,
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(resource, owner)],
    },
    ...(template?.spec === undefined ? {} : { spec: share(template.spec) }),
  };
}
