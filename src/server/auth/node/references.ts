/**
 * Which other objects Pods and PersistentVolumes name: what a kubelet has to read to run them (pkg/api/v1/pod/util.go,
 * pkg/api/v1/persistentvolume/util.go, dynamic-resource-allocation/resourceclaim).
 */
import type {
  Container,
  EphemeralContainer,
  PersistentVolume,
  Pod,
  Volume,
} from "../../../api/generated/types.ts";

type AnyContainer = Container | EphemeralContainer;
type Names = readonly string[];

function containersOf({ spec }: Pod): readonly AnyContainer[] {
  return [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
}

function known(names: readonly (string | undefined)[]): Names {
  return names.filter((name): name is string => name !== undefined && name !== "");
}

/** The Secrets of its own namespace, with repetitions. */
export function secretsOfPod(pod: Pod): Names {
  return known([
    ...(pod.spec?.imagePullSecrets ?? []).map(({ name }) => name),
    ...containersOf(pod).flatMap(({ envFrom = [], env = [] }) => [
      ...envFrom.map(({ secretRef }) => secretRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ]),
    ...(pod.spec?.volumes ?? []).flatMap(secretsOfVolume),
  ]);
}

function secretsOfVolume(volume: Volume): readonly (string | undefined)[] {
  const { azureFile, secret, projected, csi } = volume;
  const { cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos } = volume;
  return [
    azureFile?.secretName,
    ...[cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos].map(
      (source) => source?.secretRef?.name,
    ),
    ...(projected?.sources ?? []).map((source) => source.secret?.name),
    secret?.secretName,
    csi?.nodePublishSecretRef?.name,
  ];
}

/** The ConfigMaps of its own namespace, with repetitions. */
export function configMapsOfPod(pod: Pod): Names {
  return known([
    ...containersOf(pod).flatMap(({ envFrom = [], env = [] }) => [
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ]),
    ...(pod.spec?.volumes ?? []).flatMap(({ configMap, projected }) => [
      configMap?.name,
      ...(projected?.sources ?? []).map((source) => source.configMap?.name),
    ]),
  ]);
}

/** The claim behind a volume of a Pod, that of a generic ephemeral volume included; undefined where there is none. */
export function claimOfVolume(podName: string, volume: Volume): string | undefined {
  const { persistentVolumeClaim, ephemeral, name } = volume;
  if (persistentVolumeClaim) return persistentVolumeClaim.claimName || undefined;
  return ephemeral ? `${podName}-${name}` : undefined;
}

export function claimsOfPod({ metadata, spec }: Pod): Names {
  return known((spec?.volumes ?? []).map((volume) => claimOfVolume(metadata.name ?? "", volume)));
}

/** The ResourceClaims: those named by the spec, those made from templates, and the one for extended resources. */
export function resourceClaimsOfPod({ spec, status }: Pod): Names {
  const made = status?.resourceClaimStatuses ?? [];
  return known([
    ...(spec?.resourceClaims ?? []).map(
      ({ name, resourceClaimName, resourceClaimTemplateName }) =>
        resourceClaimName ??
        (resourceClaimTemplateName === undefined
          ? undefined
          : made.find((each) => each.name === name)?.resourceClaimName),
    ),
    status?.extendedResourceClaimStatus?.resourceClaimName,
  ]);
}

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** The Secrets that a kubelet needs for a volume. Where a reference names no namespace, that of the claim holds. */
export function secretsOfVolumeSource({ spec }: PersistentVolume): readonly SecretName[] {
  if (!spec) return [];
  const { azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos, csi } = spec;
  const claimed = spec.claimRef?.namespace ?? "";
  const found: SecretName[] = [];
  const add = (
    ref: { readonly namespace?: string; readonly name?: string } | undefined,
    fallback: string,
  ): void => {
    if (ref?.name) found.push({ namespace: ref.namespace || fallback, name: ref.name });
  };
  if (azureFile) {
    const { secretName: name, secretNamespace: namespace } = azureFile;
    add({ name, ...(namespace ? { namespace } : {}) }, claimed);
  }
  for (const source of [cephfs, flexVolume, rbd, scaleIO, iscsi]) add(source?.secretRef, claimed);
  for (const source of [cinder, storageos]) add(source?.secretRef, "");
  for (const ref of [
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
  ]) {
    add(ref, "");
  }
  return found;
}
