/** The warning of a deprecated version of a custom resource (apiextensions-apiserver, customresource_handler.go). */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
} from "../../api/generated/types.ts";
import { compareVersions } from "../discovery/group-order.ts";

/** The version's own text, else one that names the newer version to use; undefined for a version that is not deprecated. */
export function deprecationWarning(
  { spec }: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
): string | undefined {
  if (version.deprecated !== true) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const { group, names, versions } = spec;
  const text = `${group}/${version.name} ${names.kind} is deprecated`;
  const [newest] = versions
    .filter(({ served, deprecated }) => served && deprecated !== true)
    .map(({ name }) => name)
    .filter((name) => compareVersions(name, version.name) > 0)
    .sort((a, b) => compareVersions(b, a));
  return newest === undefined ? text : `${text}; use ${group}/${newest} ${names.kind}`;
}
