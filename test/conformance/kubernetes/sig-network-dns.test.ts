/** The conformance texts of sig-network about the cluster's DNS, asked from simulated Pods. */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { agnhost } from "./pod-output.ts";

const jessie = "example.test/e2e-test-images/jessie-dnsutils:1.7";
const domain = "cluster.local";

interface Probe {
  readonly script: string;
  readonly files: readonly string[];
}

/** createProbeCommand: looks names up by UDP and TCP, and hosts, and an address, for as long as it takes. */
function probeOf(
  prefix: string,
  of: {
    readonly names?: readonly string[];
    readonly hosts?: readonly string[];
    readonly address?: string;
  },
): Probe {
  const files: string[] = [];
  let script = "for i in `seq 1 600`; do ";
  const lookUp = (name: string, type: string, label: string): void => {
    for (const [flag, protocol] of [
      ["+notcp", "udp"],
      ["+tcp", "tcp"],
    ]) {
      const file = label.replace("PROTOCOL", protocol ?? "");
      files.push(file);
      script += `check="$$(dig ${flag} +noall +answer +search ${name} ${type})" && test -n "$$check" && echo OK > /results/${file};`;
    }
  };
  for (const name of of.names ?? [])
    lookUp(name, name.startsWith("_") ? "SRV" : "A", `${prefix}_PROTOCOL@${name}`);
  for (const name of of.hosts ?? []) {
    const file = `${prefix}_hosts@${name}`;
    files.push(file);
    script += `test -n "$$(getent hosts ${name})" && echo OK > /results/${file};`;
  }
  if (of.address) {
    const reverse = `${of.address.split(".").reverse().join(".")}.in-addr.arpa.`;
    lookUp(reverse, "PTR", `${of.address}_PROTOCOL@PTR`);
  }
  return { script: `${script}sleep 1; done`, files };
}

/** createDNSPod: a web server that shows what the others found. */
function dnsPod(
  queriers: readonly { readonly name: string; readonly image: string; readonly script: string }[],
  options: {
    readonly hostname?: string;
    readonly subdomain?: string;
    readonly labels?: object;
  } = {},
) {
  const { hostname = "dns-querier-1", subdomain = "dns-test-service", labels = {} } = options;
  const volumeMounts = [{ name: "results", mountPath: "/results" }];
  const ports = [{ name: "http", containerPort: 80 }];
  const webserver = { name: "webserver", image: agnhost, args: ["test-webserver"], ports };
  const others = queriers.map(({ name, image, script }) => ({
    name: `${name}-querier`,
    image,
    command: ["sh", "-c", script],
  }));
  const containers = [webserver, ...others].map((container) => ({ ...container, volumeMounts }));
  return {
    metadata: { generateName: "dns-test-", labels },
    spec: { hostname, subdomain, containers, volumes: [{ name: "results", emptyDir: {} }] },
  };
}

/** Waits until the Pod's web server shows all of these files, with that content where it matters. */
async function expectResults(
  api: ConformanceApi,
  pod: object,
  files: readonly string[],
  content?: string,
): Promise<void> {
  const { metadata } = await api.runPod(pod);
  const path = api.path(`v1/pods/${metadata.name}`);
  await api.eventually(async () => {
    for (const file of files) {
      const response = await api.cluster.fetch(`${path}/proxy/results/${file}`);
      const text = await response.text();
      expect(response.status, file).toBe(200);
      if (content !== undefined) expect(text.trim(), file).toBe(content);
    }
  }, 600_000);
  await api.delete(path, { gracePeriodSeconds: 0 });
}

async function expectProbed(
  api: ConformanceApi,
  of: Parameters<typeof probeOf>[1],
  options: Parameters<typeof dnsPod>[1] = {},
): Promise<void> {
  const [first, second] = [probeOf("agnhost", of), probeOf("jessie", of)];
  const pod = dnsPod(
    [
      { name: "agnhost", image: agnhost, script: first.script },
      { name: "jessie", image: jessie, script: second.script },
    ],
    options,
  );
  await expectResults(api, pod, [...first.files, ...second.files]);
}

/** createTargetedProbeCommand and validateTargetedProbeOutput. */
async function expectTargeted(
  api: ConformanceApi,
  name: string,
  type: string,
  wanted: string,
): Promise<void> {
  const file = (prefix: string): string => `${prefix}_udp@${name}`;
  const script = (prefix: string): string =>
    `for i in \`seq 1 30\`; do dig +short ${name} ${type} > /results/${file(prefix)}; sleep 1; done`;
  const pod = dnsPod([
    { name: "agnhost", image: agnhost, script: script("agnhost") },
    { name: "jessie", image: jessie, script: script("jessie") },
  ]);
  await expectResults(api, pod, [file("agnhost"), file("jessie")], wanted);
}

/** CreateServiceSpec: headless, or with an address; the latter is given back. */
async function createService(
  api: ConformanceApi,
  name: string,
  options: { readonly headless: boolean; readonly selector: object },
): Promise<string> {
  const { spec } = await api.post(api.path("v1/services"), {
    metadata: { name },
    spec: {
      ports: [{ port: 80, name: "http", protocol: "TCP" }],
      selector: options.selector,
      ...(options.headless ? { clusterIP: "None" } : {}),
    },
  });
  return spec.clusterIP as string;
}

describeConformance(
  "sig-network",
  (suite) => {
    suite.test("DNS, cluster", (api) =>
      expectProbed(api, { names: [`kubernetes.default.svc.${domain}`] }),
    );

    suite.test("DNS, cluster (/etc/hosts)", (api) => {
      const fqdn = `dns-querier-1.dns-test-service.${api.namespace}.svc.${domain}`;
      return expectProbed(api, { hosts: [fqdn, "dns-querier-1"] });
    });

    const selector = { "dns-test": "true" };

    suite.test("DNS, services", async (api) => {
      await createService(api, "dns-test-service", { headless: true, selector });
      const address = await createService(api, "test-service-2", { headless: false, selector });
      const own = `${api.namespace}.svc.${domain}`;
      const names = [
        `dns-test-service.${own}`,
        `_http._tcp.dns-test-service.${own}`,
        `_http._tcp.test-service-2.${own}`,
      ];
      await expectProbed(api, { names, address }, { labels: selector });
    });

    suite.test("DNS, PQDN for services", async (api) => {
      await createService(api, "dns-test-service", { headless: true, selector });
      const address = await createService(api, "test-service-2", { headless: false, selector });
      const names = [
        "dns-test-service",
        `dns-test-service.${api.namespace}`,
        `dns-test-service.${api.namespace}.svc`,
        `_http._tcp.dns-test-service.${api.namespace}.svc`,
        `_http._tcp.test-service-2.${api.namespace}.svc`,
      ];
      await expectProbed(api, { names, address }, { labels: selector });
    });

    const named = {
      hostname: "dns-querier-2",
      subdomain: "dns-test-service-2",
      labels: { "dns-test-hostname-attribute": "true" },
    };
    const headless = { headless: true, selector: named.labels };

    suite.test("DNS, resolve the hostname", async (api) => {
      await createService(api, named.subdomain, headless);
      const fqdn = `${named.hostname}.${named.subdomain}.${api.namespace}.svc.${domain}`;
      await expectProbed(api, { hosts: [fqdn, named.hostname] }, named);
    });

    suite.test("DNS, resolve the subdomain", async (api) => {
      await createService(api, named.subdomain, headless);
      const subdomain = `${named.subdomain}.${api.namespace}.svc.${domain}`;
      await expectProbed(api, { names: [`${named.hostname}.${subdomain}`, subdomain] }, named);
    });

    suite.test("DNS, for ExternalName Services", async (api) => {
      const path = api.path("v1/services/dns-test-service-3");
      await api.post(api.path("v1/services"), {
        metadata: { name: "dns-test-service-3" },
        spec: { type: "ExternalName", externalName: "foo.example.com" },
      });
      const name = `dns-test-service-3.${api.namespace}.svc.${domain}`;
      await expectTargeted(api, name, "CNAME", "foo.example.com.");
      await api.update(path, (service) => ({
        ...service,
        spec: { ...service["spec"], externalName: "bar.example.com" },
      }));
      await expectTargeted(api, name, "CNAME", "bar.example.com.");
      const ports = [{ port: 80, name: "http", protocol: "TCP" }];
      const changed = await api.update(path, (service) => ({
        ...service,
        spec: { ...service["spec"], type: "ClusterIP", ports },
      }));
      await expectTargeted(api, name, "A", changed["spec"].clusterIP);
    });

    suite.test("DNS, custom dnsConfig", async (api) => {
      await api.runPod({
        metadata: { name: "test-dns-nameservers" },
        spec: {
          containers: [{ name: "agnhost-container", image: agnhost, args: ["pause"] }],
          dnsPolicy: "None",
          dnsConfig: { nameservers: ["1.1.1.1"], searches: ["resolv.conf.local"] },
        },
      });
      const run = async (program: string): Promise<string> => {
        const pod = { namespace: api.namespace, name: "test-dns-nameservers" };
        const { exitCode, stdout } = await api.cluster.exec(pod, {
          command: ["/agnhost", program],
        });
        expect(exitCode).toBe(0);
        return stdout;
      };
      expect(await run("dns-suffix")).toContain("resolv.conf.local");
      expect(await run("dns-server-list")).toContain("1.1.1.1");
    });
  },
  { clock: "virtual" },
);
