/**
 * kubectl on who may do what: roles, bindings, can-i, reconcile, acting as others, tokens, certificates. Expectations:
 * test/cmd/rbac.sh, authorization.sh, certificate.sh, legacy-script.sh and their testdata of Kubernetes, as facts.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused, value } from "../fixtures/kubectl-steps.ts";
import { signingRequest } from "../fixtures/signing-request.ts";

describeKubectls(
  (at) => {
    const rules = (what: string) => `{range .rules[*]}{.${what}}{end}`;

    describe("roles", () => {
      test.each([
        ["pod-admin", "--verb=* --resource=pods", '["*"]', '["pods"]', '[""]'],
        [
          "group-reader",
          "--verb=get,list --resource=deployments.apps",
          '["get","list"]',
          '["deployments"]',
          '["apps"]',
        ],
        [
          "part-reader",
          "--verb=get,list --resource=pods/status",
          '["get","list"]',
          '["pods/status"]',
          '[""]',
        ],
        [
          "group-part-reader",
          "--verb=get --resource=replicasets.apps/scale",
          '["get"]',
          '["replicasets/scale"]',
          '["apps"]',
        ],
        [
          "several",
          "--verb=get --resource=pods/status,deployments.apps",
          '["get"]["get"]',
          '["pods/status"]["deployments"]',
          '[""]["apps"]',
        ],
        [
          "short",
          "--verb=get --resource=deploy,rs",
          '["get"]',
          '["deployments","replicasets"]',
          '["apps"]',
        ],
      ])("%s: %s", async (name, flags, verbs, resources, groups) => {
        await at.ok(["create", "role", name, ...flags.split(" ")]);
        const shown = [verbs, resources, groups];
        const found = await Promise.all(
          ["verbs", "resources", "apiGroups"].map((what) => value(at, `role/${name}`, rules(what))),
        );
        expect(found).toEqual(shown);
      });

      test("are made of resources that are there, of one object, of paths, and of others", async () => {
        const own = at.namespace;
        await follow(at, [
          [
            "create role x --verb=* --resource=invalid-resource",
            refused(/the server doesn't have a resource type "invalid-resource"/),
          ],
          [
            "create role x --verb=get --resource=deployments.invalid-group",
            refused(
              /the server doesn't have a resource type "deployments" in group "invalid-group"/,
            ),
          ],
          ["create role named --verb=get --resource=pods --resource-name=foo", /created/],
          ["get role named -o jsonpath={.rules[0].resourceNames}", '["foo"]'],
          [
            `create clusterrole urls-${own} --verb=get --non-resource-url=/logs/* --non-resource-url=/healthz/*`,
            /created/,
          ],
          [
            `get clusterrole urls-${own} -o jsonpath={.rules[0].nonResourceURLs}`,
            '["/logs/*","/healthz/*"]',
          ],
          [`create clusterrole sum-${own} --aggregation-rule=foo1=foo2`, /created/],
          [
            `get clusterrole sum-${own} -o jsonpath={.aggregationRule}`,
            '{"clusterRoleSelectors":[{"matchLabels":{"foo1":"foo2"}}]}',
          ],
          [`delete clusterrole urls-${own} sum-${own} -n ${own}`, /"urls-\S+" deleted/],
        ]);
      });

      test("are bound to more and more subjects", async () => {
        const names = "{.subjects[*].name}";
        await follow(at, [
          ["create rolebinding admin --clusterrole=admin --user=one --user=two", /created/],
          ["create rolebinding groups --role=local --group=one", /created/],
          ["create rolebinding accounts --role=local --serviceaccount=other:one", /created/],
          ["set subject rolebinding admin --user=three", / subjects updated\n$/],
          ["set subject rolebinding groups --group=two", / subjects updated\n$/],
          ["set subject rolebinding accounts --serviceaccount=further:two", / subjects updated\n$/],
          ["set subject rolebinding --all --user=every --dry-run=server", /dry run/],
          ["set subject rolebinding --all --user=every", /subjects updated/],
          [`get rolebinding admin -o jsonpath=${names}`, "one two three every"],
          [`get rolebinding groups -o jsonpath=${names}`, "one two every"],
          ["get rolebinding accounts -o jsonpath={.subjects[*].namespace}", "other further"],
          ["get rolebinding admin groups -o jsonpath={.items[*].roleRef.kind}", "ClusterRole Role"],
        ]);
      });

      test("are reconciled, of this version alone", async () => {
        const labels = { "test-cmd": "auth" };
        const api = "rbac.authorization.k8s.io";
        const role = (apiVersion: string) => ({
          apiVersion: `${api}/${apiVersion}`,
          kind: "Role",
          metadata: { name: "reconciled", namespace: `${at.namespace}-new`, labels },
          rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
        });
        await follow(at, [
          [
            "auth reconcile --dry-run=client -f -",
            /^role\.rbac\.authorization\.k8s\.io\/reconciled reconciled \(dry run\)/,
            role("v1"),
          ],
          [`get roles -n ${at.namespace}-new -o name`, ""],
          ["auth reconcile -f -", `role.${api}/reconciled reconciled\n`, role("v1")],
          [`get roles -n ${at.namespace}-new -l test-cmd=auth -o name`, `role.${api}/reconciled\n`],
          [
            "auth reconcile -f -",
            refused(/only rbac\.authorization\.k8s\.io\/v1 is supported/),
            role("v1beta1"),
          ],
          [`delete namespace ${at.namespace}-new --wait=false`, /deleted/],
        ]);
      });
    });

    test("can-i answers, and warns of what it was not asked well", async () => {
      const warned = async (command: string) => {
        const { stdout, stderr } = await at.run(command.split(" "));
        return [stdout.trim(), stderr.trim()];
      };
      expect(await warned("auth can-i * *")).toEqual(["yes", ""]);
      expect(await warned("auth can-i get pods --subresource=log")).toEqual(["yes", ""]);
      expect(await warned("auth can-i get /logs/")).toEqual(["yes", ""]);
      expect(await warned("auth can-i get foo")).toEqual([
        "yes",
        "Warning: the server doesn't have a resource type 'foo'",
      ]);
      expect(await warned("auth can-i get nodes")).toEqual([
        "yes",
        "Warning: resource 'nodes' is not namespace scoped",
      ]);
      expect(await warned("auth can-i get nodes -A")).toEqual(["yes", ""]);
      expect(await warned("auth can-i list jobs.batch/bar -n foo --quiet")).toEqual(["", ""]);
      await follow(at, [
        [
          "auth can-i get /logs/ --subresource=log",
          refused("error: --subresource can not be used with NonResourceURL\n"),
        ],
        ["auth whoami -o json", /"kind": "SelfSubjectReview"/],
        ["get pods --as-group=foo", refused(/without impersonating a user/)],
        ["get pods --as-uid=abc", refused(/without impersonating a user/)],
      ]);
      const spec = {
        nonResourceAttributes: { path: "/x", verb: "get" },
        user: "a",
        groups: ["system:masters"],
      };
      const review = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
      const token = {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        spec: { token: "none" },
      };
      await follow(at, [
        ["create -f - --validate=false -o json", /"status": \{\s+"allowed": true/, review],
        [
          "create -f - --validate=false",
          /^tokenreview\.authentication\.k8s\.io\/<unknown> created\n$/,
          token,
        ],
      ]);
    });

    test("tokens last as long as asked, for whom, and as long as what they are bound to", async () => {
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "bound" } };
      const spec = { serviceAccountName: "bob", containers: [{ name: "c", image: "example/c:1" }] };
      await follow(at, [
        ["create serviceaccount bob", "serviceaccount/bob created\n"],
        [
          "create token bob --duration=5m",
          refused(
            /spec\.expirationSeconds: Invalid value: 300: may not specify a duration less than 10 minutes/,
          ),
        ],
        [
          "create token bob --duration=1h --audience=a --audience=b -o jsonpath={.spec.audiences},{.spec.expirationSeconds}",
          '["a","b"],3600',
        ],
        [
          "create token nobody",
          refused('error: failed to create token: serviceaccounts "nobody" not found\n'),
        ],
        ["create -f -", "pod/bound created\n", { ...pod, spec }],
        ["create token bob --bound-object-kind=Pod --bound-object-name=bound", /^ey\S+$/],
        [
          "create token bob --bound-object-kind=Pod --bound-object-name=bound --bound-object-uid=x",
          refused(/the UID in the bound object reference \(x\) does not match the UID in record/),
        ],
        [
          "create token bob --bound-object-kind=ConfigMap --bound-object-name=c",
          refused(/supported --bound-object-kind values are Node, Pod, Secret/),
        ],
      ]);
    });

    describe("a certificate's request", () => {
      const request = async () => ({
        apiVersion: "certificates.k8s.io/v1",
        kind: "CertificateSigningRequest",
        metadata: { name: `foo-${at.namespace}` },
        spec: {
          request: await signingRequest("CN=foo"),
          signerName: "kubernetes.io/kube-apiserver-client",
          usages: ["client auth"],
        },
      });

      test("is approved and denied, by name and by file, and says who asked", async () => {
        const path = at.file("csr.json", await request());
        const name = `foo-${at.namespace}`;
        const full = `certificatesigningrequest.certificates.k8s.io/${name}`;
        const types = `get csr ${name} -o jsonpath={.status.conditions[*].type}`;
        for (const by of [name, `-f ${path}`]) {
          await follow(at, [
            [`create -f ${path}`, `${full} created\n`],
            [types, ""],
            [`certificate approve ${by}`, `${full} approved\n`],
            [types, "Approved"],
            [
              `certificate deny ${by}`,
              refused(`error: certificate signing request "${name}" is already Approved\n`),
            ],
            [`delete -f ${path}`, /deleted/],
            [`create -f ${path}`, `${full} created\n`],
            [`certificate deny ${by}`, `${full} denied\n`],
            [types, "Denied"],
            [`delete -f ${path}`, /deleted/],
          ]);
        }
        const own = `requests-${at.namespace}`;
        await follow(at, [
          [
            `create clusterrole ${own} --verb=create --resource=certificatesigningrequests`,
            /created/,
          ],
          [`create clusterrolebinding ${own} --clusterrole=${own} --user=user1`, /created/],
        ]);
        const as =
          "--as=user1 --as-group=group2 --as-group=group1 --as-group=,,,chameleon --as-uid=abc123";
        await eventually(() => at.ok(`create -f ${path} ${as}`.split(" ")));
        expect(await value(at, `csr/${name}`, "{.spec.username} {.spec.uid} {.spec.groups}")).toBe(
          'user1 abc123 ["group2","group1",",,,chameleon","system:authenticated"]',
        );
        await at.ok(["delete", "csr", name]);
        await at.ok(["delete", "clusterrole,clusterrolebinding", own]);
      });
    });
  },
  { newest: true },
);
