/**
 * Plugins CertificateApproval, CertificateSigning and CertificateSubjectRestriction (plugin/pkg/admission/certificates), and
 * what a CertificateSigningRequest says of who made it (pkg/registry/certificates).
 */
import type { CertificateSigningRequest } from "../../api/generated/types.ts";
import {
  builtInSigners,
  parseSigningRequest,
  type RequestResult,
} from "../../api/certificates/signing-request.ts";
import type { KubeObject } from "../../api/object.ts";
import { invalid } from "../../api/status.ts";
import { invalidValue, quote } from "../../api/validation/field-errors.ts";
import { mastersGroup, type RbacAuthorizer } from "../auth/rbac.ts";
import type { UserInfo } from "../message.ts";
import { sameValue } from "../operations/update.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { refused } from "./refusal.ts";

const group = "certificates.k8s.io";

function isRequest({ target }: AdmissionRequest): boolean {
  const { definition } = target;
  return definition.group === group && definition.resource === "certificatesigningrequests";
}

/** Puts in the identity of the requester, whatever the request says of it. */
export function certificateRequester(): AdmissionPlugin {
  return {
    name: "kubarium/CertificateRequester",
    mutate(request) {
      const { object, operation, context } = request;
      if (!isRequest(request) || operation !== "CREATE") return object;
      const csr = object as CertificateSigningRequest;
      const {
        username: _name,
        uid: _uid,
        groups: _groups,
        extra: _extra,
        ...spec
      } = csr.spec ?? {};
      const { name, uid, groups, extra } = context.user;
      return {
        ...csr,
        spec: {
          ...spec,
          username: name,
          ...(uid ? { uid } : {}),
          ...(groups.length > 0 ? { groups } : {}),
          ...(extra && Object.keys(extra).length > 0 ? { extra } : {}),
        },
      } as KubeObject;
    },
  };
}

export function certificateApproval(rbac: RbacAuthorizer): AdmissionPlugin {
  return {
    name: "CertificateApproval",
    validate(request) {
      const { target, operation, previous } = request;
      if (!isRequest(request) || operation !== "UPDATE" || target.subresource !== "approval")
        return;
      checkSigner(rbac, request, { verb: "approve", of: previous as CertificateSigningRequest });
    },
  };
}

export function certificateSigning(rbac: RbacAuthorizer): AdmissionPlugin {
  return {
    name: "CertificateSigning",
    validate(request) {
      const { target, operation, previous, object } = request;
      if (!isRequest(request) || operation !== "UPDATE" || target.subresource !== "status") return;
      const before = previous as CertificateSigningRequest;
      const after = object as CertificateSigningRequest;
      const same =
        sameValue(before.status?.certificate, after.status?.certificate) &&
        sameValue(before.status?.conditions, after.status?.conditions);
      if (!same) checkSigner(rbac, request, { verb: "sign", of: before });
    },
  };
}

/** Signing as an API client would make anybody a master who may ask for it. */
export function certificateSubjectRestriction(): AdmissionPlugin {
  return {
    name: "CertificateSubjectRestriction",
    validate(request) {
      const { object, operation, target } = request;
      if (!isRequest(request) || operation !== "CREATE" || target.subresource !== "") return;
      return checkSubject(request, object as CertificateSigningRequest);
    },
  };
}

async function checkSubject(
  request: AdmissionRequest,
  { spec, metadata }: CertificateSigningRequest,
): Promise<void> {
  const result: RequestResult = await parseSigningRequest(spec?.request ?? "");
  if (!result.ok) {
    throw invalid({ group, kind: "CertificateSigningRequest" }, metadata.name ?? "", [
      invalidValue("spec.request", spec?.request ?? "", result.error),
    ]);
  }
  if (spec?.signerName !== builtInSigners.apiClient) return;
  if (!result.request.organizations.includes(mastersGroup)) return;
  throw refused(
    request,
    `use of ${spec.signerName} signer with ${mastersGroup} group is not allowed`,
  );
}

function checkSigner(
  rbac: RbacAuthorizer,
  request: AdmissionRequest,
  { verb, of }: { readonly verb: "approve" | "sign"; readonly of: CertificateSigningRequest },
): void {
  const signerName = of.spec?.signerName ?? "";
  if (maySign(rbac, request.context.user, { verb, signerName })) return;
  const what = `user not permitted to ${verb} requests with signerName ${quote(signerName)}`;
  throw refused(request, what);
}

/** By the signer's own name, or by all those of its domain: `example.com/*`. */
function maySign(
  rbac: RbacAuthorizer,
  user: UserInfo,
  { verb, signerName }: { readonly verb: string; readonly signerName: string },
): boolean {
  const domain = signerName.split("/")[0] ?? "";
  return [signerName, `${domain}/*`].some(
    (name) =>
      rbac.authorize(user, {
        kind: "resource",
        verb,
        group,
        version: "*",
        resource: "signers",
        subresource: "",
        namespace: "",
        name,
      }).allowed,
  );
}
