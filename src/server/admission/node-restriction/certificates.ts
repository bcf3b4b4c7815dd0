/** The certificates that kubelets ask for in their own name. */
import type { CertificateSigningRequest } from "../../../api/generated/types.ts";
import { builtInSigners, parseSigningRequest } from "../../../api/certificates/signing-request.ts";
import type { NodeRequest } from "./plugin.ts";

const nodeSigners: readonly string[] = [
  builtInSigners.kubeletClient,
  builtInSigners.kubeletServing,
];

export async function checkSigningRequest(asked: NodeRequest): Promise<void> {
  if (asked.request.operation !== "CREATE") return;
  const { spec } = asked.object as CertificateSigningRequest;
  if (!nodeSigners.includes(spec?.signerName ?? "")) return;
  const parsed = await parseSigningRequest(spec?.request ?? "");
  if (!parsed.ok) throw asked.refuse(`unable to parse csr: ${parsed.error}`);
  const wanted = `system:node:${asked.node}`;
  if (parsed.request.commonName === wanted) return;
  throw asked.refuse(`can only create a node CSR with CN=${wanted}`);
}
