"""The official Python client as a stranger: one scenario a function, run by name, each ending in a line of JSON.

Usage: python_client.py KUBECONFIG SCENARIO
"""
import json
import sys
import time

import yaml
from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import portforward, stream

NAMESPACE = "python"


def pod_manifest(name):
    return client.V1Pod(
        metadata=client.V1ObjectMeta(name=name, labels={"app": name}),
        spec=client.V1PodSpec(
            containers=[
                client.V1Container(
                    name="main",
                    image="example/echo:1",
                    ports=[client.V1ContainerPort(container_port=8080)],
                )
            ]
        ),
    )


def ensure_namespace(core):
    try:
        core.create_namespace(
            client.V1Namespace(metadata=client.V1ObjectMeta(name=NAMESPACE))
        )
    except ApiException as error:
        if error.status != 409:
            raise
    for _ in range(200):
        try:
            return core.read_namespaced_service_account("default", NAMESPACE)
        except ApiException as error:
            if error.status != 404:
                raise
            time.sleep(0.05)
    raise RuntimeError("the namespace has no default service account")


def running_pod(core, name):
    ensure_namespace(core)
    core.create_namespaced_pod(NAMESPACE, pod_manifest(name))
    for _ in range(200):
        if core.read_namespaced_pod(name, NAMESPACE).status.phase == "Running":
            return
        time.sleep(0.05)
    raise RuntimeError(f"{name} is not running")


def versions():
    """Every group-version that discovery names can be asked for."""
    info = client.VersionApi().get_code()
    groups = client.ApisApi().get_api_versions().groups
    return {"minor": info.minor, "groups": sorted(group.name for group in groups)}


def errors():
    core = client.CoreV1Api()
    ensure_namespace(core)
    try:
        core.read_namespaced_config_map("absent", NAMESPACE)
    except ApiException as error:
        body = json.loads(error.body)
        return {"status": error.status, "reason": body["reason"], "message": body["message"]}
    raise RuntimeError("an absent object was found")


def patches():
    core = client.CoreV1Api()
    ensure_namespace(core)
    body = client.V1ConfigMap(metadata=client.V1ObjectMeta(name="patched"), data={"a": "1"})
    core.create_namespaced_config_map(NAMESPACE, body)
    core.patch_namespaced_config_map("patched", NAMESPACE, {"data": {"b": "2"}})
    core.patch_namespaced_config_map(
        "patched", NAMESPACE, [{"op": "remove", "path": "/data/a"}]
    )
    return core.read_namespaced_config_map("patched", NAMESPACE).data


def watching():
    core = client.CoreV1Api()
    ensure_namespace(core)
    start = core.list_namespaced_secret(NAMESPACE).metadata.resource_version
    core.create_namespaced_secret(
        NAMESPACE, client.V1Secret(metadata=client.V1ObjectMeta(name="seen"))
    )
    core.delete_namespaced_secret("seen", NAMESPACE)
    events = watch.Watch().stream(
        core.list_namespaced_secret, NAMESPACE, resource_version=start, timeout_seconds=2
    )
    return [f"{event['type']} {event['object'].metadata.name}" for event in events]


def pages():
    core = client.CoreV1Api()
    ensure_namespace(core)
    for number in range(5):
        name = f"page-{number}"
        core.create_namespaced_config_map(
            NAMESPACE,
            client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, labels={"page": "yes"})),
        )
    sizes, token = [], None
    while True:
        page = core.list_namespaced_config_map(
            NAMESPACE, label_selector="page=yes", limit=2, _continue=token
        )
        sizes.append(len(page.items))
        token = page.metadata._continue
        if not token:
            return sizes


def from_yaml():
    ensure_namespace(client.CoreV1Api())
    documents = yaml.safe_load_all(
        """
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: "example/echo:1"}]}
"""
    )
    api = client.ApiClient()
    for document in documents:
        utils.create_from_dict(api, document, namespace=NAMESPACE)
    apps = client.AppsV1Api()
    for _ in range(200):
        if apps.read_namespaced_deployment("web", NAMESPACE).status.ready_replicas == 2:
            return {"ready": 2}
        time.sleep(0.05)
    raise RuntimeError("the deployment is not ready")


def dynamic_client():
    """The client that Ansible's modules are built on: discovery first, then any kind."""
    ensure_namespace(client.CoreV1Api())
    objects = dynamic.DynamicClient(client.ApiClient())
    budgets = objects.resources.get(api_version="policy/v1", kind="PodDisruptionBudget")
    manifest = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "budget", "namespace": NAMESPACE},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}},
    }
    budgets.create(body=manifest, namespace=NAMESPACE)
    applied = budgets.server_side_apply(
        body=json.dumps({**manifest, "spec": {"minAvailable": 2}}),
        name="budget",
        namespace=NAMESPACE,
        field_manager="python-test",
        force_conflicts=True,
    )
    budgets.delete(name="budget", namespace=NAMESPACE)
    return {"minAvailable": applied.spec.minAvailable}


def executing():
    core = client.CoreV1Api()
    running_pod(core, "executing")
    channel = stream(
        core.connect_get_namespaced_pod_exec,
        "executing",
        NAMESPACE,
        command=["sh", "-c", "echo out; echo err >&2; exit 7"],
        stdin=False,
        stdout=True,
        stderr=True,
        tty=False,
        _preload_content=False,
    )
    channel.run_forever(timeout=10)
    return {
        "stdout": channel.read_stdout(),
        "stderr": channel.read_stderr(),
        "code": channel.returncode,
    }


def forwarding():
    core = client.CoreV1Api()
    running_pod(core, "forwarding")
    forward = portforward(
        core.connect_get_namespaced_pod_portforward, "forwarding", NAMESPACE, ports="8080"
    )
    socket = forward.socket(8080)
    socket.setblocking(True)
    socket.settimeout(10)
    socket.sendall(b"GET / HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n")
    text = b""
    while True:
        chunk = socket.recv(4096)
        if not chunk:
            break
        text += chunk
    socket.close()
    return {"named": b"pod: forwarding" in text, "error": forward.error(8080)}


SCENARIOS = {
    function.__name__: function
    for function in (
        versions,
        errors,
        patches,
        watching,
        pages,
        from_yaml,
        dynamic_client,
        executing,
        forwarding,
    )
}

if __name__ == "__main__":
    config.load_kube_config(config_file=sys.argv[1])
    print(json.dumps(SCENARIOS[sys.argv[2]]()))
