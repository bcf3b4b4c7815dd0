package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
	utilexec "k8s.io/client-go/util/exec"
	"k8s.io/streaming/pkg/httpstream"
)

type executorOf func(config *rest.Config, request *rest.Request) (remotecommand.Executor, error)

func bySpdy(config *rest.Config, request *rest.Request) (remotecommand.Executor, error) {
	return remotecommand.NewSPDYExecutor(config, "POST", request.URL())
}

func byWebSocket(config *rest.Config, request *rest.Request) (remotecommand.Executor, error) {
	return remotecommand.NewWebSocketExecutor(config, "GET", request.URL().String())
}

// byEither is what kubectl exec does: WebSocket, and SPDY where the server does not upgrade to it.
func byEither(config *rest.Config, request *rest.Request) (remotecommand.Executor, error) {
	first, err := byWebSocket(config, request)
	if err != nil {
		return nil, err
	}
	second, err := bySpdy(config, request)
	if err != nil {
		return nil, err
	}
	return remotecommand.NewFallbackExecutor(first, second, func(err error) bool {
		return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
	})
}

func execSpdyScenario(w *world) (any, error)      { return execute(w, bySpdy) }
func execWebSocketScenario(w *world) (any, error) { return execute(w, byWebSocket) }
func execFallbackScenario(w *world) (any, error)  { return execute(w, byEither) }

type execFacts struct {
	Output   string `json:"output"`
	Errors   string `json:"errors"`
	Code     int    `json:"code"`
	Message  string `json:"message"`
	Fed      string `json:"fed"`
	FedBytes int    `json:"fedBytes"`
	Terminal string `json:"terminal"`
	Absent   string `json:"absent"`
}

func execute(w *world, by executorOf) (any, error) {
	if err := w.runPod("streams", nil); err != nil {
		return nil, err
	}
	var facts execFacts
	run := func(pod string, options corev1.PodExecOptions, streams remotecommand.StreamOptions) error {
		request := w.clients.CoreV1().RESTClient().Post().Resource("pods").Name(pod).Namespace(w.namespace).
			SubResource("exec").VersionedParams(&options, scheme.ParameterCodec)
		executor, err := by(w.config, request)
		if err != nil {
			return err
		}
		return executor.StreamWithContext(w, streams)
	}
	var stdout, stderr bytes.Buffer
	both := remotecommand.StreamOptions{Stdout: &stdout, Stderr: &stderr}
	err := run("streams", corev1.PodExecOptions{
		Command: []string{"sh", "-c", "echo out; echo err >&2; exit 7"}, Stdout: true, Stderr: true,
	}, both)
	var exit utilexec.CodeExitError
	if !errors.As(err, &exit) {
		return nil, fmt.Errorf("no exit code: %w", err)
	}
	facts.Output, facts.Errors, facts.Code, facts.Message = stdout.String(), stderr.String(), exit.Code, exit.Error()
	for _, input := range []string{"one line\n", strings.Repeat("0123456789abcdef", 1<<14)} {
		stdout.Reset()
		if err := run("streams", corev1.PodExecOptions{Command: []string{"cat"}, Stdin: true, Stdout: true},
			remotecommand.StreamOptions{Stdin: strings.NewReader(input), Stdout: &stdout}); err != nil {
			return nil, err
		}
		if len(input) < 100 {
			facts.Fed = stdout.String()
		} else if stdout.String() == input {
			facts.FedBytes = stdout.Len()
		}
	}
	stdout.Reset()
	if err := run("streams", corev1.PodExecOptions{Command: []string{"sh", "-c", "sleep 0.2; echo tty"}, Stdin: true, Stdout: true, TTY: true},
		remotecommand.StreamOptions{
			Stdin: strings.NewReader(""), Stdout: &stdout, Tty: true, TerminalSizeQueue: &oneSize{remotecommand.TerminalSize{Width: 99, Height: 33}},
		}); err != nil {
		return nil, err
	}
	facts.Terminal = stdout.String()
	facts.Absent = errorText(run("absent", corev1.PodExecOptions{Command: []string{"true"}, Stdout: true}, both))
	return facts, nil
}

type oneSize [1]remotecommand.TerminalSize

func (o *oneSize) Next() *remotecommand.TerminalSize {
	size := o[0]
	o[0] = remotecommand.TerminalSize{}
	if size.Width == 0 {
		return nil
	}
	return &size
}

// forwardScenario forwards a port over SPDY, over SPDY in WebSocket, and as kubectl does.
func forwardScenario(w *world) (any, error) {
	if err := w.runPod("forwarded", nil); err != nil {
		return nil, err
	}
	request := w.clients.CoreV1().RESTClient().Post().Resource("pods").Name("forwarded").Namespace(w.namespace).SubResource("portforward")
	transport, upgrader, err := spdy.RoundTripperFor(w.config)
	if err != nil {
		return nil, err
	}
	plain := spdy.NewDialerForStreaming(upgrader, &http.Client{Transport: transport}, "POST", request.URL())
	tunnelled, err := portforward.NewSPDYOverWebsocketDialerForStreaming(request.URL(), w.config)
	if err != nil {
		return nil, err
	}
	fallbacks := 0
	either := portforward.NewFallbackDialerForStreaming(tunnelled, plain, func(err error) bool {
		fallbacks++
		return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
	})
	facts := map[string]any{}
	for name, dialer := range map[string]httpstream.Dialer{"spdy": plain, "webSocket": tunnelled, "either": either} {
		answers, complaints, err := forwardTwice(w, dialer)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		facts[name], facts[name+"Complaints"] = answers, complaints
	}
	facts["fallbacks"] = fallbacks
	return facts, nil
}

// forwardTwice asks the Pod twice through one forwarded port; gives how often it answered, and what the forwarder complained of.
func forwardTwice(w *world, dialer httpstream.Dialer) (int, string, error) {
	stop, ready := make(chan struct{}), make(chan struct{})
	var complaints bytes.Buffer
	forwarder, err := portforward.NewOnAddressesForStreaming(dialer, []string{"127.0.0.1"}, []string{"0:8080"}, stop, ready, io.Discard, &complaints)
	if err != nil {
		return 0, "", err
	}
	done := make(chan error, 1)
	go func() { done <- forwarder.ForwardPorts() }()
	select {
	case <-ready:
	case err := <-done:
		return 0, "", err
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return 0, "", err
	}
	answers := 0
	for range 2 {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		response, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/", ports[0].Local))
		if err != nil {
			return answers, complaints.String(), err
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return answers, complaints.String(), err
		}
		if strings.Contains(string(body), "pod: forwarded") {
			answers++
		}
	}
	close(stop)
	return answers, complaints.String(), <-done
}

// logsScenario reads a log at once, by its end, and as it grows.
func logsScenario(w *world) (any, error) {
	pods := w.clients.CoreV1().Pods(w.namespace)
	if err := w.runPod("logged", nil); err != nil {
		return nil, err
	}
	all, err := pods.GetLogs("logged", &corev1.PodLogOptions{}).DoRaw(w)
	if err != nil {
		return nil, err
	}
	one := int64(1)
	tail, err := pods.GetLogs("logged", &corev1.PodLogOptions{TailLines: &one, Timestamps: true}).DoRaw(w)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(w)
	defer cancel()
	stream, err := pods.GetLogs("logged", &corev1.PodLogOptions{Follow: true}).Stream(ctx)
	if err != nil {
		return nil, err
	}
	followed := make([]byte, len(all))
	if _, err := io.ReadFull(stream, followed); err != nil {
		return nil, err
	}
	_, absent := pods.GetLogs("logged", &corev1.PodLogOptions{Container: "absent"}).Stream(w)
	return map[string]any{
		"some": len(all) > 0, "followed": string(followed) == string(all), "tail": strings.Count(string(tail), "\n"),
		"absent": errorText(absent),
	}, nil
}

// freePort is a loopback port on which nothing listened a moment ago.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
