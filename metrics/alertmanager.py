"""Metrics of the job alertmanager, written by `grafana-kit metrics capture SOURCE --job alertmanager`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary

JOB = "alertmanager"

alertmanager_alerts = Gauge(
    "alertmanager_alerts",
    job=JOB,
    labels={"state": ("active", "suppressed", "unprocessed")},
    help="How many alerts by state.",
)
alertmanager_alerts_invalid_total = Counter(
    "alertmanager_alerts_invalid_total",
    job=JOB,
    labels={"version": ("v1", "v2")},
    help="The total number of received alerts that were invalid.",
)
alertmanager_alerts_received_total = Counter(
    "alertmanager_alerts_received_total",
    job=JOB,
    labels={"status": ("firing", "resolved"), "version": ("v1", "v2")},
    help="The total number of received alerts.",
)
alertmanager_build_info = Gauge(
    "alertmanager_build_info",
    job=JOB,
    labels={
        "branch": OPEN,
        "goarch": OPEN,
        "goos": OPEN,
        "goversion": OPEN,
        "revision": OPEN,
        "version": OPEN,
    },
    help="A metric with a constant '1' value labeled by version, revision, branch, goversion from which alertmanager was built, and the goos and goarch for the build.",
)
alertmanager_cluster_enabled = Gauge(
    "alertmanager_cluster_enabled", job=JOB, help="Indicates whether the clustering is enabled or not."
)
alertmanager_config_hash = Gauge(
    "alertmanager_config_hash", job=JOB, help="Hash of the currently loaded alertmanager configuration."
)
alertmanager_config_last_reload_success_timestamp_seconds = Gauge(
    "alertmanager_config_last_reload_success_timestamp_seconds",
    job=JOB,
    help="Timestamp of the last successful configuration reload.",
)
alertmanager_config_last_reload_successful = Gauge(
    "alertmanager_config_last_reload_successful",
    job=JOB,
    help="Whether the last configuration reload attempt was successful.",
)
alertmanager_dispatcher_aggregation_groups = Gauge(
    "alertmanager_dispatcher_aggregation_groups", job=JOB, help="Number of active aggregation groups"
)
alertmanager_dispatcher_alert_processing_duration_seconds = Summary(
    "alertmanager_dispatcher_alert_processing_duration_seconds",
    job=JOB,
    help="Summary of latencies for the processing of alerts.",
)
alertmanager_http_concurrency_limit_exceeded_total = Counter(
    "alertmanager_http_concurrency_limit_exceeded_total",
    job=JOB,
    labels={"method": OPEN},
    help="Total number of times an HTTP request failed because the concurrency limit was reached.",
)
alertmanager_http_request_duration_seconds = Histogram(
    "alertmanager_http_request_duration_seconds",
    job=JOB,
    labels={"handler": OPEN, "method": OPEN},
    buckets=(0.05, 0.1, 0.25, 0.5, 0.75, 1, 2, 5, 20, 60),
    help="Histogram of latencies for HTTP requests.",
)
alertmanager_http_requests_in_flight = Gauge(
    "alertmanager_http_requests_in_flight",
    job=JOB,
    labels={"method": OPEN},
    help="Current number of HTTP requests being processed.",
)
alertmanager_http_response_size_bytes = Histogram(
    "alertmanager_http_response_size_bytes",
    job=JOB,
    labels={"handler": OPEN, "method": OPEN},
    buckets=(100, 1000, 10000, 100000, 1000000, 10000000, 100000000),
    help="Histogram of response size for HTTP requests.",
)
alertmanager_integrations = Gauge(
    "alertmanager_integrations", job=JOB, help="Number of configured integrations."
)
alertmanager_marked_alerts = Gauge(
    "alertmanager_marked_alerts",
    job=JOB,
    labels={"state": ("active", "suppressed", "unprocessed")},
    help="How many alerts by state are currently marked in the Alertmanager regardless of their expiry.",
)
alertmanager_nflog_gc_duration_seconds = Summary(
    "alertmanager_nflog_gc_duration_seconds",
    job=JOB,
    help="Duration of the last notification log garbage collection cycle.",
)
alertmanager_nflog_gossip_messages_propagated_total = Counter(
    "alertmanager_nflog_gossip_messages_propagated_total",
    job=JOB,
    help="Number of received gossip messages that have been further gossiped.",
)
alertmanager_nflog_queries_total = Counter(
    "alertmanager_nflog_queries_total", job=JOB, help="Number of notification log queries were received."
)
alertmanager_nflog_query_duration_seconds = Histogram(
    "alertmanager_nflog_query_duration_seconds",
    job=JOB,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    help="Duration of notification log query evaluation.",
)
alertmanager_nflog_query_errors_total = Counter(
    "alertmanager_nflog_query_errors_total",
    job=JOB,
    help="Number notification log received queries that failed.",
)
alertmanager_nflog_snapshot_duration_seconds = Summary(
    "alertmanager_nflog_snapshot_duration_seconds",
    job=JOB,
    help="Duration of the last notification log snapshot.",
)
alertmanager_nflog_snapshot_size_bytes = Gauge(
    "alertmanager_nflog_snapshot_size_bytes",
    job=JOB,
    help="Size of the last notification log snapshot in bytes.",
)
alertmanager_notification_latency_seconds = Histogram(
    "alertmanager_notification_latency_seconds",
    job=JOB,
    labels={"integration": OPEN},
    buckets=(1, 5, 10, 15, 20),
    help="The latency of notifications in seconds.",
)
alertmanager_notification_requests_failed_total = Counter(
    "alertmanager_notification_requests_failed_total",
    job=JOB,
    labels={"integration": OPEN},
    help="The total number of failed notification requests.",
)
alertmanager_notification_requests_total = Counter(
    "alertmanager_notification_requests_total",
    job=JOB,
    labels={"integration": OPEN},
    help="The total number of attempted notification requests.",
)
alertmanager_notifications_failed_total = Counter(
    "alertmanager_notifications_failed_total",
    job=JOB,
    labels={"integration": OPEN},
    help="The total number of failed notifications.",
)
alertmanager_notifications_total = Counter(
    "alertmanager_notifications_total",
    job=JOB,
    labels={"integration": OPEN},
    help="The total number of attempted notifications.",
)
alertmanager_receivers = Gauge("alertmanager_receivers", job=JOB, help="Number of configured receivers.")
alertmanager_silences = Gauge(
    "alertmanager_silences",
    job=JOB,
    labels={"state": ("active", "expired", "pending")},
    help="How many silences by state.",
)
alertmanager_silences_gc_duration_seconds = Summary(
    "alertmanager_silences_gc_duration_seconds",
    job=JOB,
    help="Duration of the last silence garbage collection cycle.",
)
alertmanager_silences_gossip_messages_propagated_total = Counter(
    "alertmanager_silences_gossip_messages_propagated_total",
    job=JOB,
    help="Number of received gossip messages that have been further gossiped.",
)
alertmanager_silences_queries_total = Counter(
    "alertmanager_silences_queries_total", job=JOB, help="How many silence queries were received."
)
alertmanager_silences_query_duration_seconds = Histogram(
    "alertmanager_silences_query_duration_seconds",
    job=JOB,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    help="Duration of silence query evaluation.",
)
alertmanager_silences_query_errors_total = Counter(
    "alertmanager_silences_query_errors_total",
    job=JOB,
    help="How many silence received queries did not succeed.",
)
alertmanager_silences_snapshot_duration_seconds = Summary(
    "alertmanager_silences_snapshot_duration_seconds", job=JOB, help="Duration of the last silence snapshot."
)
alertmanager_silences_snapshot_size_bytes = Gauge(
    "alertmanager_silences_snapshot_size_bytes", job=JOB, help="Size of the last silence snapshot in bytes."
)
go_gc_duration_seconds = Summary(
    "go_gc_duration_seconds",
    job=JOB,
    quantiles=(0, 0.25, 0.5, 0.75, 1),
    help="A summary of the pause duration of garbage collection cycles.",
)
go_goroutines = Gauge("go_goroutines", job=JOB, help="Number of goroutines that currently exist.")
go_info = Gauge("go_info", job=JOB, labels={"version": OPEN}, help="Information about the Go environment.")
go_memstats_alloc_bytes = Gauge(
    "go_memstats_alloc_bytes", job=JOB, help="Number of bytes allocated and still in use."
)
go_memstats_alloc_bytes_total = Counter(
    "go_memstats_alloc_bytes_total", job=JOB, help="Total number of bytes allocated, even if freed."
)
go_memstats_buck_hash_sys_bytes = Gauge(
    "go_memstats_buck_hash_sys_bytes",
    job=JOB,
    help="Number of bytes used by the profiling bucket hash table.",
)
go_memstats_frees_total = Counter("go_memstats_frees_total", job=JOB, help="Total number of frees.")
go_memstats_gc_sys_bytes = Gauge(
    "go_memstats_gc_sys_bytes", job=JOB, help="Number of bytes used for garbage collection system metadata."
)
go_memstats_heap_alloc_bytes = Gauge(
    "go_memstats_heap_alloc_bytes", job=JOB, help="Number of heap bytes allocated and still in use."
)
go_memstats_heap_idle_bytes = Gauge(
    "go_memstats_heap_idle_bytes", job=JOB, help="Number of heap bytes waiting to be used."
)
go_memstats_heap_inuse_bytes = Gauge(
    "go_memstats_heap_inuse_bytes", job=JOB, help="Number of heap bytes that are in use."
)
go_memstats_heap_objects = Gauge("go_memstats_heap_objects", job=JOB, help="Number of allocated objects.")
go_memstats_heap_released_bytes = Gauge(
    "go_memstats_heap_released_bytes", job=JOB, help="Number of heap bytes released to OS."
)
go_memstats_heap_sys_bytes = Gauge(
    "go_memstats_heap_sys_bytes", job=JOB, help="Number of heap bytes obtained from system."
)
go_memstats_last_gc_time_seconds = Gauge(
    "go_memstats_last_gc_time_seconds",
    job=JOB,
    help="Number of seconds since 1970 of last garbage collection.",
)
go_memstats_lookups_total = Counter(
    "go_memstats_lookups_total", job=JOB, help="Total number of pointer lookups."
)
go_memstats_mallocs_total = Counter("go_memstats_mallocs_total", job=JOB, help="Total number of mallocs.")
go_memstats_mcache_inuse_bytes = Gauge(
    "go_memstats_mcache_inuse_bytes", job=JOB, help="Number of bytes in use by mcache structures."
)
go_memstats_mcache_sys_bytes = Gauge(
    "go_memstats_mcache_sys_bytes",
    job=JOB,
    help="Number of bytes used for mcache structures obtained from system.",
)
go_memstats_mspan_inuse_bytes = Gauge(
    "go_memstats_mspan_inuse_bytes", job=JOB, help="Number of bytes in use by mspan structures."
)
go_memstats_mspan_sys_bytes = Gauge(
    "go_memstats_mspan_sys_bytes",
    job=JOB,
    help="Number of bytes used for mspan structures obtained from system.",
)
go_memstats_next_gc_bytes = Gauge(
    "go_memstats_next_gc_bytes",
    job=JOB,
    help="Number of heap bytes when next garbage collection will take place.",
)
go_memstats_other_sys_bytes = Gauge(
    "go_memstats_other_sys_bytes", job=JOB, help="Number of bytes used for other system allocations."
)
go_memstats_stack_inuse_bytes = Gauge(
    "go_memstats_stack_inuse_bytes", job=JOB, help="Number of bytes in use by the stack allocator."
)
go_memstats_stack_sys_bytes = Gauge(
    "go_memstats_stack_sys_bytes", job=JOB, help="Number of bytes obtained from system for stack allocator."
)
go_memstats_sys_bytes = Gauge("go_memstats_sys_bytes", job=JOB, help="Number of bytes obtained from system.")
go_threads = Gauge("go_threads", job=JOB, help="Number of OS threads created.")
net_conntrack_dialer_conn_attempted_total = Counter(
    "net_conntrack_dialer_conn_attempted_total",
    job=JOB,
    labels={"dialer_name": OPEN},
    help="Total number of connections attempted by the given dialer a given name.",
)
net_conntrack_dialer_conn_closed_total = Counter(
    "net_conntrack_dialer_conn_closed_total",
    job=JOB,
    labels={"dialer_name": OPEN},
    help="Total number of connections closed which originated from the dialer of a given name.",
)
net_conntrack_dialer_conn_established_total = Counter(
    "net_conntrack_dialer_conn_established_total",
    job=JOB,
    labels={"dialer_name": OPEN},
    help="Total number of connections successfully established by the given dialer a given name.",
)
net_conntrack_dialer_conn_failed_total = Counter(
    "net_conntrack_dialer_conn_failed_total",
    job=JOB,
    labels={"dialer_name": OPEN, "reason": ("refused", "resolution", "timeout", "unknown")},
    help="Total number of connections failed to dial by the dialer a given name.",
)
process_cpu_seconds_total = Counter(
    "process_cpu_seconds_total", job=JOB, help="Total user and system CPU time spent in seconds."
)
process_max_fds = Gauge("process_max_fds", job=JOB, help="Maximum number of open file descriptors.")
process_open_fds = Gauge("process_open_fds", job=JOB, help="Number of open file descriptors.")
process_resident_memory_bytes = Gauge(
    "process_resident_memory_bytes", job=JOB, help="Resident memory size in bytes."
)
process_start_time_seconds = Gauge(
    "process_start_time_seconds", job=JOB, help="Start time of the process since unix epoch in seconds."
)
process_virtual_memory_bytes = Gauge(
    "process_virtual_memory_bytes", job=JOB, help="Virtual memory size in bytes."
)
process_virtual_memory_max_bytes = Gauge(
    "process_virtual_memory_max_bytes", job=JOB, help="Maximum amount of virtual memory available in bytes."
)
promhttp_metric_handler_requests_in_flight = Gauge(
    "promhttp_metric_handler_requests_in_flight", job=JOB, help="Current number of scrapes being served."
)
promhttp_metric_handler_requests_total = Counter(
    "promhttp_metric_handler_requests_total",
    job=JOB,
    labels={"code": ("200", "500", "503")},
    help="Total number of scrapes by HTTP status code.",
)
