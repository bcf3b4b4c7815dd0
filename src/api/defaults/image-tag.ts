/** What image references are pulled by. Source: ParseImageName in pkg/util/parsers, over github.com/distribution/reference. */

const domainPart = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const host = `(?:${domainPart}(?:\\.${domainPart})*|\\[(?:[a-fA-F0-9:]+)\\])`;
const pathPart = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const algorithm = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*";
const reference = new RegExp(
  `^(?<name>${host}(?::[0-9]+)?(?:/${pathPart})+)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>${algorithm}:[0-9a-fA-F]{32,}))?$`,
);
/** Of a name with its registry. */
const nameMax = 255;
/** References are short; none that is longer can be one. */
const referenceMax = 1024;
const common = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*(?::(?<tag>\w[\w.-]{0,127}))?$/;

/** The tag: `latest` when the reference names neither tag nor digest, empty for a bare digest and for what is no reference. */
export function imageTag(image: string): string {
  if (image.length > referenceMax) return "";
  const usual = image.length < 64 ? common.exec(image) : null;
  if (usual) return usual.groups?.["tag"] ?? "latest";
  const normalized = withRegistry(image);
  const groups = normalized === undefined ? undefined : reference.exec(normalized)?.groups;
  if (!groups || (groups["name"] ?? "").length > nameMax) return "";
  return groups["tag"] ?? (groups["digest"] === undefined ? "latest" : "");
}

/** The reference with the registry that is meant; undefined for an id, and for names that are not in lower case. */
function withRegistry(image: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(image)) return undefined;
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const hasRegistry =
    slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  const rest = hasRegistry ? image.slice(slash + 1) : image;
  const [name = ""] = rest.split(":");
  if (name.toLowerCase() !== name) return undefined;
  return `${hasRegistry ? first : "docker.io"}/${rest}`;
}
