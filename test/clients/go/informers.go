package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// informersScenario runs the informers of every kind that a controller manager watches, over protobuf, and counts how they began.
func informersScenario(w *world) (any, error) {
	clients, err := kubernetes.NewForConfig(withContentType(w.config, runtime.ContentTypeProtobuf))
	if err != nil {
		return nil, err
	}
	factory := informers.NewSharedInformerFactory(clients, 0)
	kinds := []cache.SharedIndexInformer{
		factory.Core().V1().Pods().Informer(), factory.Core().V1().Nodes().Informer(),
		factory.Core().V1().ConfigMaps().Informer(), factory.Core().V1().Secrets().Informer(),
		factory.Core().V1().Services().Informer(), factory.Core().V1().Namespaces().Informer(),
		factory.Core().V1().ServiceAccounts().Informer(), factory.Core().V1().PersistentVolumeClaims().Informer(),
		factory.Apps().V1().Deployments().Informer(), factory.Apps().V1().ReplicaSets().Informer(),
		factory.Apps().V1().StatefulSets().Informer(), factory.Apps().V1().DaemonSets().Informer(),
		factory.Batch().V1().Jobs().Informer(), factory.Batch().V1().CronJobs().Informer(),
		factory.Discovery().V1().EndpointSlices().Informer(), factory.Coordination().V1().Leases().Informer(),
		factory.Networking().V1().Ingresses().Informer(), factory.Networking().V1().NetworkPolicies().Informer(),
		factory.Policy().V1().PodDisruptionBudgets().Informer(), factory.Rbac().V1().ClusterRoles().Informer(),
		factory.Autoscaling().V2().HorizontalPodAutoscalers().Informer(), factory.Storage().V1().StorageClasses().Informer(),
		factory.Events().V1().Events().Informer(), factory.Certificates().V1().CertificateSigningRequests().Informer(),
		factory.Flowcontrol().V1().FlowSchemas().Informer(), factory.Resource().V1().DeviceClasses().Informer(),
	}
	own, err := w.follow(kinds[2], factory.Start)
	if err != nil {
		return nil, err
	}
	for kind, synced := range factory.WaitForCacheSync(w.Done()) {
		if !synced {
			return nil, fmt.Errorf("%v is not in step", kind)
		}
	}
	if err := writeThrice(w, "noted"); err != nil {
		return nil, err
	}
	if err := w.until("the last event", func() (bool, error) { return len(own.taken("noted")) == 3, nil }); err != nil {
		return nil, err
	}
	nodes, err := factory.Core().V1().Nodes().Lister().List(labels.Everything())
	lists := w.requests.matching(func(line exchange) bool {
		return line.accept == runtime.ContentTypeProtobuf && !strings.Contains(line.query, "watch=true")
	})
	streams := w.requests.matching(func(line exchange) bool {
		return strings.Contains(line.query, "sendInitialEvents=true")
	})
	refused, forms := 0, map[string]int{}
	for _, line := range streams {
		if line.status != 200 {
			refused++
		}
		forms[line.contentType]++
	}
	return map[string]any{
		"kinds": len(kinds), "streams": len(streams), "refused": refused, "lists": len(lists), "forms": forms,
		"events": own.taken("noted"), "nodes": len(nodes),
	}, err
}

func writeThrice(w *world, name string) error {
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	object, err := configMaps.Create(w, configMap(name, nil, map[string]string{"n": "1"}), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	object.Data["n"] = "2"
	if _, err := configMaps.Update(w, object, metav1.UpdateOptions{}); err != nil {
		return err
	}
	return configMaps.Delete(w, name, metav1.DeleteOptions{})
}

// restartScenario keeps an informer and a writer going while the API server is killed and started again, at the caller's
// hand: it says "watching" when it is ready to be interrupted, and reads a line when the server is back.
func restartScenario(w *world) (any, error) {
	const before, after = 20, 20
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	write := func(number int) error {
		object := configMap(mapName(number), nil, nil)
		_, err := configMaps.Create(w, object, metav1.CreateOptions{})
		return err
	}
	for number := range before {
		if err := write(number); err != nil {
			return nil, err
		}
	}
	factory := informers.NewSharedInformerFactoryWithOptions(w.clients, 0, informers.WithNamespace(w.namespace))
	informer := factory.Core().V1().ConfigMaps().Informer()
	seen, err := w.follow(informer, factory.Start)
	if err != nil {
		return nil, err
	}
	// One event, or the watch counts as too short, and a new list is made.
	if err := write(before); err != nil {
		return nil, err
	}
	if err := w.until("the watch", func() (bool, error) { return len(seen.taken(mapName(before))) == 1, nil }); err != nil {
		return nil, err
	}
	fmt.Println("watching")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return nil, err
	}
	back := time.Now()
	for number := before + 1; number < before+after; number++ {
		if err := write(number); err != nil {
			return nil, err
		}
	}
	last := mapName(before + after - 1)
	if err := w.until("the informer to be in step again", func() (bool, error) {
		_, exists, err := informer.GetStore().GetByKey(w.namespace + "/" + last)
		return exists, err
	}); err != nil {
		return nil, err
	}
	list, err := configMaps.List(w, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	missing := 0
	for _, item := range list.Items {
		cached, exists, _ := informer.GetStore().GetByKey(w.namespace + "/" + item.Name)
		if !exists || cached.(*corev1.ConfigMap).ResourceVersion != item.ResourceVersion {
			missing++
		}
	}
	repeated := 0
	for number := range before + after {
		if events := seen.taken(mapName(number)); len(events) != 1 {
			repeated++
		}
	}
	streams := w.requests.matching(func(line exchange) bool { return strings.Contains(line.query, "sendInitialEvents=true") })
	return map[string]any{
		"streams": len(streams), "listed": len(list.Items), "missing": missing, "repeated": repeated, "tookMs": time.Since(back).Milliseconds(),
	}, nil
}

func mapName(number int) string { return fmt.Sprintf("map-%03d", number) }

// metadataScenario watches objects of several kinds by their metadata alone.
func metadataScenario(w *world) (any, error) {
	client, err := metadata.NewForConfig(w.config)
	if err != nil {
		return nil, err
	}
	configMaps := schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	factory := metadatainformer.NewFilteredSharedInformerFactory(client, 0, w.namespace, nil)
	informer := factory.ForResource(configMaps).Informer()
	seen, err := w.follow(informer, factory.Start)
	if err != nil {
		return nil, err
	}
	if err := writeThrice(w, "partial"); err != nil {
		return nil, err
	}
	if err := w.until("the last event", func() (bool, error) { return len(seen.taken("partial")) == 3, nil }); err != nil {
		return nil, err
	}
	object := configMap("kept", map[string]string{"kept": "yes"}, map[string]string{"secret": "data"})
	if _, err := w.clients.CoreV1().ConfigMaps(w.namespace).Create(w, object, metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	one, err := client.Resource(configMaps).Namespace(w.namespace).Get(w, "kept", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	many, err := client.Resource(configMaps).Namespace(w.namespace).List(w, metav1.ListOptions{LabelSelector: "kept=yes"})
	if err != nil {
		return nil, err
	}
	patched, err := client.Resource(configMaps).Namespace(w.namespace).Patch(
		w, "kept", "application/merge-patch+json", []byte(`{"metadata":{"labels":{"more":"yes"}}}`), metav1.PatchOptions{})
	if err != nil {
		return nil, err
	}
	forms := map[string]int{}
	for _, line := range w.requests.matching(func(line exchange) bool {
		return strings.Contains(line.accept, "as=PartialObjectMetadata")
	}) {
		forms[line.contentType]++
	}
	return map[string]any{
		"events": seen.taken("partial"), "kind": one.Kind, "listed": len(many.Items), "itemKind": many.Items[0].Kind,
		"labels": len(patched.Labels), "forms": forms,
	}, nil
}

// watchToolsScenario waits for conditions by the helpers that kubectl and operators share.
func watchToolsScenario(w *world) (any, error) {
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	listed, err := configMaps.List(w, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	retrying, err := watchtools.NewRetryWatcherWithContext(w, listed.ResourceVersion, &cache.ListWatch{
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			// A second is all a watch gets, so that going on from the last event is part of the test.
			second := int64(1)
			options.TimeoutSeconds = &second
			return configMaps.Watch(ctx, options)
		},
	})
	if err != nil {
		return nil, err
	}
	defer retrying.Stop()
	if err := writeThrice(w, "first"); err != nil {
		return nil, err
	}
	time.Sleep(1500 * time.Millisecond)
	if err := writeThrice(w, "second"); err != nil {
		return nil, err
	}
	var types []string
	for len(types) < 6 {
		select {
		case event, open := <-retrying.ResultChan():
			if !open {
				return nil, fmt.Errorf("the watch ended after %v", types)
			}
			if configMap, ok := event.Object.(*corev1.ConfigMap); ok && configMap.Name != "kube-root-ca.crt" {
				types = append(types, string(event.Type)+" "+configMap.Name)
			}
		case <-w.Done():
			return nil, fmt.Errorf("only %v", types)
		}
	}
	go func() {
		time.Sleep(100 * time.Millisecond)
		if err := w.runPod("awaited", nil); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	selector := fields.OneTermEqualSelector("metadata.name", "awaited").String()
	pods := cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			options.FieldSelector = selector
			return w.clients.CoreV1().Pods(w.namespace).List(ctx, options)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			options.FieldSelector = selector
			return w.clients.CoreV1().Pods(w.namespace).Watch(ctx, options)
		},
	}, w.clients)
	last, err := watchtools.UntilWithSync(w, pods, &corev1.Pod{}, nil, func(event watch.Event) (bool, error) {
		pod, ok := event.Object.(*corev1.Pod)
		return ok && pod.Status.Phase == corev1.PodRunning, nil
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"events": types, "awaited": last.Object.(*corev1.Pod).Name}, nil
}

// journal keeps the kinds of events that a handler was told of, by the names of objects.
type journal struct {
	mutex  sync.Mutex
	events map[string][]string
}

// follow starts the informers of a factory, with a journal of the namespace's objects behind one of them, and waits until that one
// is in step. They end with the world.
func (w *world) follow(informer cache.SharedIndexInformer, start func(<-chan struct{})) (*journal, error) {
	seen := &journal{events: map[string][]string{}}
	if _, err := informer.AddEventHandler(seen.handler(w.namespace)); err != nil {
		return nil, err
	}
	start(w.Done())
	if !cache.WaitForCacheSync(w.Done(), informer.HasSynced) {
		return nil, fmt.Errorf("the informer is not in step: %w", w.Err())
	}
	return seen, nil
}

func (j *journal) note(event, namespace string, object any) {
	if tombstone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		event, object = "unknown", tombstone.Obj
	}
	if accessor, ok := object.(metav1.Object); ok && accessor.GetNamespace() == namespace {
		j.mutex.Lock()
		defer j.mutex.Unlock()
		j.events[accessor.GetName()] = append(j.events[accessor.GetName()], event)
	}
}

func (j *journal) handler(namespace string) cache.ResourceEventHandler {
	return cache.ResourceEventHandlerFuncs{
		AddFunc: func(object any) { j.note("added", namespace, object) },
		UpdateFunc: func(old, object any) {
			// A list that is made again tells of what has not changed as well.
			if old.(metav1.Object).GetResourceVersion() != object.(metav1.Object).GetResourceVersion() {
				j.note("updated", namespace, object)
			}
		},
		DeleteFunc: func(object any) { j.note("deleted", namespace, object) },
	}
}

func (j *journal) taken(name string) []string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return append([]string(nil), j.events[name]...)
}

func sorted(names []string) []string {
	sort.Strings(names)
	return names
}
