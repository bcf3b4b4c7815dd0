package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// world is what a scenario starts with: the cluster of one kubeconfig, and a namespace of its own.
type world struct {
	context.Context
	config    *rest.Config
	clients   kubernetes.Interface
	namespace string
	requests  *requestLog
	warnings  *warningLog
}

func newWorld(ctx context.Context, kubeconfig, scenario string) (*world, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = -1, -1
	requests, warnings := &requestLog{}, &warningLog{}
	config.WarningHandler = warnings
	config.Wrap(requests.wrap)
	clients, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	w := &world{ctx, config, clients, "", requests, warnings}
	return w, w.makeNamespace("go-" + strings.ReplaceAll(scenario, "_", "-") + "-")
}

// makeNamespace makes another one each time, so that a scenario can be tried again.
func (w *world) makeNamespace(prefix string) error {
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: prefix}}
	made, err := w.clients.CoreV1().Namespaces().Create(w, object, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	w.namespace = made.Name
	return w.until("a default service account", func() (bool, error) {
		_, err := w.clients.CoreV1().ServiceAccounts(w.namespace).Get(w, "default", metav1.GetOptions{})
		return err == nil, ignoreNotFound(err)
	})
}

// until polls a condition, and names what it waited for when time is up.
func (w *world) until(what string, condition func() (bool, error)) error {
	poll := func(context.Context) (bool, error) { return condition() }
	if err := wait.PollUntilContextTimeout(w, 20*time.Millisecond, 15*time.Second, true, poll); err != nil {
		return fmt.Errorf("waiting for %s: %w", what, err)
	}
	return nil
}

func (w *world) runPod(name string, labels map[string]string) error {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{
			Name:  "main",
			Image: "example/echo:1",
			Ports: []corev1.ContainerPort{{ContainerPort: 8080}},
		}}},
	}
	pods := w.clients.CoreV1().Pods(w.namespace)
	if _, err := pods.Create(w, pod, metav1.CreateOptions{}); err != nil {
		return err
	}
	return w.until(name+" to be ready", func() (bool, error) {
		pod, err := pods.Get(w, name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		for _, condition := range pod.Status.Conditions {
			if condition.Type == corev1.PodReady {
				return condition.Status == corev1.ConditionTrue, nil
			}
		}
		return false, nil
	})
}

func configMap(name string, labels, data map[string]string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}, Data: data}
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// withContentType is the same client's settings with another form of bodies.
func withContentType(config *rest.Config, contentType string) *rest.Config {
	copied := rest.CopyConfig(config)
	copied.ContentType = contentType
	copied.AcceptContentTypes = contentType
	return copied
}

// requestLog keeps what was asked and answered, under the libraries' own retries and fallbacks.
type requestLog struct {
	mutex sync.Mutex
	lines []exchange
}

type exchange struct {
	method, path, query string
	accept, sent        string
	status              int
	contentType         string
}

func (l *requestLog) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		response, err := next.RoundTrip(request)
		line := exchange{
			method: request.Method, path: request.URL.Path, query: request.URL.RawQuery,
			accept: request.Header.Get("Accept"), sent: request.Header.Get("Content-Type"),
		}
		if err == nil {
			line.status, line.contentType = response.StatusCode, response.Header.Get("Content-Type")
		}
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.lines = append(l.lines, line)
		return response, err
	})
}

func (l *requestLog) matching(keep func(exchange) bool) []exchange {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var kept []exchange
	for _, line := range l.lines {
		if keep(line) {
			kept = append(kept, line)
		}
	}
	return kept
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

// warningLog keeps the texts of Warning headers.
type warningLog struct {
	mutex sync.Mutex
	texts []string
}

func (l *warningLog) HandleWarningHeader(code int, _ string, text string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if code == 299 {
		l.texts = append(l.texts, text)
	}
}

func (l *warningLog) taken() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	texts := l.texts
	l.texts = nil
	return texts
}
