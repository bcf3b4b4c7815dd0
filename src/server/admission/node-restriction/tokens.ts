/** The tokens that kubelets ask for: of their own Pods, for whom those Pods are to speak to. */
import type {
  AuthenticationV1TokenRequest as TokenRequest,
  CSIDriver,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Volume,
} from "../../../api/generated/types.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import type { Store } from "../../../store/store.ts";
import { claimOfVolume } from "../../auth/node/references.ts";
import { aggregateText } from "../refusal.ts";
import type { NodeRequest } from "./plugin.ts";
import { foundPod } from "./pods.ts";

export function checkToken(asked: NodeRequest): void {
  const { request, node, store } = asked;
  if (request.operation !== "CREATE" || request.target.subresource !== "token") return;
  const { spec } = asked.object as TokenRequest;
  const { apiVersion, kind, name, uid } = spec?.boundObjectRef ?? {};
  if (apiVersion !== "v1" || kind !== "Pod" || !name) {
    throw asked.refuse("node requested token not bound to a pod");
  }
  if (!uid) throw asked.refuse("node requested token with a pod binding without a uid");
  const pod = foundPod(store, request.target.namespace, name);
  if (uid !== pod.metadata.uid) {
    throw asked.refuse(
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  if (pod.spec?.nodeName !== node) {
    throw asked.refuse("node requested token bound to a pod scheduled on a different node");
  }
  checkAudience(asked, pod, spec?.audiences ?? []);
}

/** One that the Pod's volumes want a token for, or that the node has been granted. */
function checkAudience(asked: NodeRequest, pod: Pod, audiences: readonly string[]): void {
  const [audience = ""] = audiences;
  if (audiences.length > 1) throw asked.refuse("node may only request 0 or 1 audiences");
  const { found, errors } = wantedAudience(asked.store, pod, audience);
  if (found) return;
  if (errors.length > 0) {
    throw asked.refuse(`error validating audience ${quote(audience)}: ${aggregateText(errors)}`);
  }
  const { user } = asked.request.context;
  const { allowed } = asked.authorizer.authorize(user, {
    kind: "resource",
    verb: "request-serviceaccounts-token-audience",
    group: "",
    version: "v1",
    resource: audience,
    subresource: "",
    namespace: asked.request.target.namespace,
    name: asked.name,
  });
  if (allowed) return;
  throw asked.refuse(
    `audience ${quote(audience)} not found in pod spec volume, ${user.name} is not authorized to request tokens for this audience`,
  );
}

interface Wanted {
  readonly found: boolean;
  /** What could not be looked up on the way. */
  readonly errors: readonly string[];
}

function wantedAudience(store: Store, pod: Pod, audience: string): Wanted {
  const errors: string[] = [];
  for (const volume of pod.spec?.volumes ?? []) {
    const tokens = (volume.projected?.sources ?? []).flatMap(
      ({ serviceAccountToken }) => serviceAccountToken ?? [],
    );
    if (tokens.some((token) => (token.audience ?? "") === audience)) {
      return { found: true, errors: [] };
    }
    const lookup = driverOfVolume(store, pod, volume);
    if ("error" in lookup) {
      errors.push(lookup.error);
    } else if (lookup.driver !== "") {
      const { driver: name } = lookup;
      const key = { resource: "csidrivers.storage.k8s.io", namespace: "", name };
      const driver = store.head(key)?.object as CSIDriver | undefined;
      if (!driver) errors.push(missing("csidriver.storage.k8s.io", name));
      else if (driver.spec.tokenRequests?.some((asked) => asked.audience === audience)) {
        return { found: true, errors: [] };
      }
    }
  }
  return { found: false, errors };
}

/** An empty driver: none is involved. */
type DriverLookup = { readonly driver: string } | { readonly error: string };

function driverOfVolume(store: Store, pod: Pod, volume: Volume): DriverLookup {
  const { namespace = "", name: podName = "" } = pod.metadata;
  if (volume.persistentVolumeClaim || volume.ephemeral?.volumeClaimTemplate) {
    return driverOfClaim(store, namespace, claimOfVolume(podName, volume) ?? "");
  }
  return { driver: volume.csi?.driver ?? migratedDriver(volume) };
}

function driverOfClaim(store: Store, namespace: string, name: string): DriverLookup {
  const claim = store.head({ resource: "persistentvolumeclaims", namespace, name })?.object as
    | PersistentVolumeClaim
    | undefined;
  if (!claim) return { error: missing("persistentvolumeclaim", name) };
  const volumeName = claim.spec?.volumeName ?? "";
  const key = { resource: "persistentvolumes", namespace: "", name: volumeName };
  const volume = store.head(key)?.object as PersistentVolume | undefined;
  if (!volume) return { error: missing("persistentvolume", volumeName) };
  return { driver: volume.spec?.csi?.driver ?? migratedDriver(volume.spec ?? {}) };
}

/** As informers' listers word it. */
function missing(resource: string, name: string): string {
  return `${resource} ${quote(name)} not found`;
}

/** The drivers that have taken over from Kubernetes' own volume plugins (csi-translation-lib). */
const migrated = {
  awsElasticBlockStore: "ebs.csi.aws.com",
  azureDisk: "disk.csi.azure.com",
  azureFile: "file.csi.azure.com",
  cinder: "cinder.csi.openstack.org",
  gcePersistentDisk: "pd.csi.storage.gke.io",
  portworxVolume: "pxd.portworx.com",
  vsphereVolume: "csi.vsphere.vmware.com",
} as const;

function migratedDriver(source: Readonly<Partial<Record<keyof typeof migrated, object>>>): string {
  for (const [kind, driver] of Object.entries(migrated)) {
    if (source[kind as keyof typeof migrated]) return driver;
  }
  return "";
}
