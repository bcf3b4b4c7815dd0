/**
 * kubectl create kind by kind, its refusals and columns: quotas and their scopes, priorities, budgets, Secrets, Services, Ingresses,
 * Jobs, volumes. Expectations: test/cmd/core.sh, create.sh, storage.sh and batch.sh of Kubernetes, as facts.
 */
import { describe, test } from "vitest";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused } from "../fixtures/kubectl-steps.ts";

describeKubectls(
  (at) => {
    describe("create", () => {
      test("quotas, with scopes that fit what they bound", async () => {
        await follow(at, [
          [
            "create quota q --hard=cpu=1 --dry-run=server",
            "resourcequota/q created (server dry run)\n",
          ],
          [
            "create quota q --hard=pods=2 --scopes=BestEffort,NotTerminating",
            "resourcequota/q created\n",
          ],
          ["get quota q -o jsonpath={.spec.scopes}", '["BestEffort","NotTerminating"]'],
          ["get quota q", /^NAME +REQUEST +LIMIT +AGE\nq +(pods: 0\/2)? +\d+s\n$/],
          [
            "create quota q --hard=pods=1",
            refused('error: failed to create quota: resourcequotas "q" already exists\n'),
          ],
          [
            "create quota r --hard=cpu=1 --scopes=BestEffort",
            refused(
              /ResourceQuota "r" is invalid: spec\.scopes: Invalid value: \["BestEffort"\]: unsupported scope applied to resource/,
            ),
          ],
          [
            "create quota r --hard=pods=1 --scopes=Odd",
            refused(/spec\.scopes: Invalid value: \["Odd"\]: unsupported scope/),
          ],
          [
            "create quota r --hard=pods=1 --scopes=Terminating,NotTerminating",
            refused(/conflicting scopes/),
          ],
          [
            "create quota r --hard=cpu=odd",
            refused(/quantities must match the regular expression/),
          ],
          ["delete quota q", 'resourcequota "q" deleted\n'],
        ]);
      });

      test("priorities, of which one is the default", async () => {
        const columns =
          /^NAME +VALUE +GLOBAL-DEFAULT +AGE +PREEMPTIONPOLICY\nlow +10 +false +\d+s +Never\n$/;
        await follow(at, [
          [
            "create priorityclass low --value=10 --preemption-policy=Never --description=d",
            "priorityclass.scheduling.k8s.io/low created\n",
          ],
          ["get priorityclass low", columns],
          ["create priorityclass usual --value=20 --global-default=true", /created/],
          [
            "create priorityclass again --value=30 --global-default=true",
            refused(
              /priorityclasses\.scheduling\.k8s\.io "again" is forbidden: PriorityClass usual is already marked as default\. Only one default can exist/,
            ),
          ],
          [
            "create priorityclass system-mine --value=1",
            refused(/priority class names with 'system-' prefix are reserved for system use only/),
          ],
          [
            "create priorityclass huge --value=1000000001",
            refused(/maximum allowed value of a user defined priority is 1000000000/),
          ],
          [
            "create priorityclass low --value=1",
            refused(
              'error: failed to create priorityclass: priorityclasses.scheduling.k8s.io "low" already exists\n',
            ),
          ],
          ["delete pc low usual", /"low" deleted.*\n.*"usual" deleted/],
        ]);
      });

      test("budgets, by number and by share", async () => {
        await follow(at, [
          [
            "create pdb a --selector=a=b --min-available=2",
            "poddisruptionbudget.policy/a created\n",
          ],
          [
            "create pdb b --selector=a=b --max-unavailable=50%",
            "poddisruptionbudget.policy/b created\n",
          ],
          [
            "get pdb",
            /^NAME +MIN AVAILABLE +MAX UNAVAILABLE +ALLOWED DISRUPTIONS +AGE\na +2 +N\/A +0 +\d+s\nb +N\/A +50% +0 +\d+s\n$/,
          ],
          [
            "create pdb c --selector=a=b --min-available=1 --max-unavailable=1",
            refused(/cannot be both specified/),
          ],
          ["create pdb c --min-available=1", refused(/a selector must be specified/)],
          [
            "create pdb c --selector=a=b --min-available=-1",
            refused("error: invalid format specified for min-available\n"),
          ],
          ["delete pdb a b", /deleted/],
        ]);
      });

      test("Secrets of every type, named after what is in them if one wants", async () => {
        const config =
          '{"auths":{"https://registry.example.test":{"username":"u","password":"p","auth":"dTpw"}}}';
        await follow(at, [
          [
            "create secret generic plain --from-literal=k=v --type=example.com/t",
            "secret/plain created\n",
          ],
          [
            "create secret docker-registry pull --docker-username=u --docker-password=p --docker-server=https://registry.example.test",
            "secret/pull created\n",
          ],
          [
            [
              "get",
              "secret",
              "pull",
              "-o",
              'go-template={{index .data ".dockerconfigjson" | base64decode}}',
            ],
            config,
          ],
          [
            "get secrets",
            /^NAME +TYPE +DATA +AGE\nplain +example\.com\/t +1 +\d+s\npull +kubernetes\.io\/dockerconfigjson +1 +\d+s\n$/,
          ],
          ["describe secret plain", /\nType: +example\.com\/t\n[^]*\nk: +1 bytes\n/],
          [
            "create secret generic hashed --append-hash --from-literal=k=v -o name",
            /^secret\/hashed-[a-z0-9]{10}\n$/,
          ],
          [
            "create configmap hashed --append-hash --from-literal=k=v -o name",
            /^configmap\/hashed-[a-z0-9]{10}\n$/,
          ],
          [
            "create secret generic odd --type=kubernetes.io/tls --from-literal=a=b",
            refused(/data\[tls\.crt\]: Required value/),
          ],
          [
            "create secret generic odd --type=kubernetes.io/dockerconfigjson --from-literal=a=b",
            refused(/data\[\.dockerconfigjson\]: Required value/),
          ],
          [
            ["patch", "secret", "plain", "--type=merge", "-p", '{"type":"Opaque"}'],
            refused(/type: Invalid value: "Opaque": field is immutable/),
          ],
          [
            ["patch", "secret", "plain", "-p", '{"stringData":{"more":"text"}}'],
            "secret/plain patched\n",
          ],
          ["get secret plain -o jsonpath={.data}", '{"k":"dg==","more":"dGV4dA=="}'],
          [["patch", "secret", "plain", "-p", '{"immutable":true}'], "secret/plain patched\n"],
          [
            ["patch", "secret", "plain", "-p", '{"data":{"k":"eA=="}}'],
            refused(/data: Forbidden: field is immutable when `immutable` is set/),
          ],
          ["delete secrets --all", /deleted/],
        ]);
      });

      test("Services of every type", async () => {
        const columns = String.raw`NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE`;
        const rows = [
          String.raw`cluster +ClusterIP +[\d.]+ +<none> +80\/TCP +\w+`,
          String.raw`elsewhere +ExternalName +<none> +example\.com +<none> +\w+`,
          String.raw`headless +ClusterIP +None +<none> +80\/TCP +\w+`,
          String.raw`ports +NodePort +[\d.]+ +<none> +80:\d{5}\/TCP +\w+`,
        ];
        await follow(at, [
          ["create svc clusterip cluster --tcp=80", "service/cluster created\n"],
          [
            "create svc clusterip headless --clusterip=None --tcp=80:90",
            "service/headless created\n",
          ],
          [
            "create svc externalname elsewhere --external-name=example.com",
            "service/elsewhere created\n",
          ],
          ["create svc nodeport ports --tcp=80:90", "service/ports created\n"],
          ["get svc", new RegExp(`^${[columns, ...rows].join("\\n")}\\n$`)],
          [
            "create svc nodeport odd --tcp=80 --node-port=80",
            refused(
              /spec\.ports\[0\]\.nodePort: Invalid value: 80: provided port is not in the valid range/,
            ),
          ],
          [
            "create svc clusterip odd --clusterip=1.2.3.4 --tcp=80",
            refused(
              /spec\.clusterIPs: Invalid value: \["1\.2\.3\.4"\]: failed to allocate IP 1\.2\.3\.4/,
            ),
          ],
          ["set selector svc cluster a=b,c=d", "service/cluster selector updated\n"],
          ["get svc cluster -o jsonpath={.spec.selector}", '{"a":"b","c":"d"}'],
          [
            "expose svc cluster --name=second --port=9 --target-port=80",
            "service/second exposed\n",
          ],
          [
            "get svc second -o jsonpath={.spec.ports[0].port}{.spec.selector}",
            '9{"a":"b","c":"d"}',
          ],
          [
            ["patch", "svc", "cluster", "-p", '{"spec":{"clusterIP":"10.0.0.250"}}'],
            refused(/spec\.clusterIPs?\[0\]: Invalid value: .*may not change once set/),
          ],
          [
            [
              "patch",
              "svc",
              "cluster",
              "-p",
              '{"spec":{"ports":[{"port":80,"name":"a"},{"port":81,"name":"b"}]}}',
            ],
            "service/cluster patched\n",
          ],
          ["get svc cluster -o jsonpath={.spec.ports[*].name}", "a b"],
          ["delete svc --all", /deleted/],
        ]);
      });

      test("Ingresses, Jobs, CronJobs, roles of the house", async () => {
        await follow(at, [
          [
            [
              "create",
              "ingress",
              "door",
              "--class=x",
              "--rule=a.com/p*=svc:80,tls=sec",
              "--default-backend=d:http",
            ],
            "ingress.networking.k8s.io/door created\n",
          ],
          [
            "get ingress door",
            /^NAME +CLASS +HOSTS +ADDRESS +PORTS +AGE\ndoor +x +a\.com +80, 443 +\d+s\n$/,
          ],
          ["create ingress odd --rule=odd", refused(/rule odd is invalid/)],
          [
            ["create", "cronjob", "nightly", "--image=example/x", "--schedule=0 5 31 2 *"],
            "cronjob.batch/nightly created\n",
          ],
          [
            ["create", "cronjob", "odd", "--image=example/x", "--schedule=odd"],
            refused(/spec\.schedule: Invalid value: "odd"/),
          ],
          ["create job night --from=cronjob/nightly", "job.batch/night created\n"],
          ["get job night -o jsonpath={.metadata.ownerReferences[0].kind}", "CronJob"],
          [
            String.raw`get job night -o jsonpath={.metadata.annotations.cronjob\.kubernetes\.io/instantiate}`,
            "manual",
          ],
          ["create job odd --from=configmap/x", refused(/not found|must be an existing cronjob/)],
          [
            "wait job/night --for=condition=Complete --timeout=10s",
            "job.batch/night condition met\n",
          ],
          [
            "get job night",
            /^NAME +STATUS +COMPLETIONS +DURATION +AGE\nnight +Complete +1\/1 +\d+s +\d+s\n$/,
          ],
          [
            "describe job night",
            /\nPods Statuses: +0 Active \(0 Ready\) \/ 1 Succeeded \/ 0 Failed\n/,
          ],
          ["delete job,cronjob,ingress --all", /deleted/],
        ]);
      });

      test("volumes, claims and classes", async () => {
        const volume = {
          apiVersion: "v1",
          kind: "PersistentVolume",
          metadata: { name: "volume" },
          spec: {
            capacity: { storage: "1Gi" },
            accessModes: ["ReadWriteOnce"],
            hostPath: { path: "/x" },
          },
        };
        const claim = {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "claim" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "",
            resources: { requests: { storage: "1Gi" } },
          },
        };
        const storage = {
          apiVersion: "storage.k8s.io/v1",
          kind: "StorageClass",
          metadata: { name: "odd-class" },
          provisioner: "example.com/odd",
        };
        await follow(at, [
          ["create -f -", "persistentvolume/volume created\n", volume],
          ["create -f -", "persistentvolumeclaim/claim created\n", claim],
          ["create -f -", "storageclass.storage.k8s.io/odd-class created\n", storage],
          [
            "wait pvc/claim --for=jsonpath={.status.phase}=Bound --timeout=10s",
            "persistentvolumeclaim/claim condition met\n",
          ],
          [
            "get pv volume",
            /^NAME +CAPACITY +ACCESS MODES +RECLAIM POLICY +STATUS +CLAIM +STORAGECLASS +VOLUMEATTRIBUTESCLASS +REASON +AGE\nvolume +1Gi +RWO +Retain +Bound +\S+\/claim +<unset> +\d+s\n$/,
          ],
          [
            "get pvc claim",
            /^NAME +STATUS +VOLUME +CAPACITY +ACCESS MODES +STORAGECLASS +VOLUMEATTRIBUTESCLASS +AGE\nclaim +Bound +volume +1Gi +RWO +<unset> +\d+s\n$/,
          ],
          [
            "get sc odd-class",
            /^NAME +PROVISIONER +RECLAIMPOLICY +VOLUMEBINDINGMODE +ALLOWVOLUMEEXPANSION +AGE\nodd-class +example\.com\/odd +Delete +Immediate +false +\d+s\n$/,
          ],
          [
            [
              "patch",
              "pvc",
              "claim",
              "-p",
              '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}',
            ],
            refused(
              /only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize/,
            ),
          ],
          ["delete pvc claim", 'persistentvolumeclaim "claim" deleted\n'],
          ["wait pv/volume --for=jsonpath={.status.phase}=Released --timeout=10s", /met/],
          ["delete pv volume", 'persistentvolume "volume" deleted\n'],
          ["delete sc odd-class", /deleted/],
        ]);
      });
    });
  },
  { newest: true },
);
