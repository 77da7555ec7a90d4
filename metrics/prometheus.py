"""Metrics of the job prometheus, written by `grafana-kit metrics capture SOURCE --job prometheus`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Histogram, Summary

JOB = "prometheus"

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
net_conntrack_listener_conn_accepted_total = Counter(
    "net_conntrack_listener_conn_accepted_total",
    job=JOB,
    labels={"listener_name": ("http",)},
    help="Total number of connections opened to the listener of a given name.",
)
net_conntrack_listener_conn_closed_total = Counter(
    "net_conntrack_listener_conn_closed_total",
    job=JOB,
    labels={"listener_name": ("http",)},
    help="Total number of connections closed that were made to the listener of a given name.",
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
prometheus_api_remote_read_queries = Gauge(
    "prometheus_api_remote_read_queries",
    job=JOB,
    help="The current number of remote read queries being executed or waiting.",
)
prometheus_build_info = Gauge(
    "prometheus_build_info",
    job=JOB,
    labels={
        "branch": OPEN,
        "goarch": OPEN,
        "goos": OPEN,
        "goversion": OPEN,
        "revision": OPEN,
        "version": OPEN,
    },
    help="A metric with a constant '1' value labeled by version, revision, branch, goversion from which prometheus was built, and the goos and goarch for the build.",
)
prometheus_config_last_reload_success_timestamp_seconds = Gauge(
    "prometheus_config_last_reload_success_timestamp_seconds",
    job=JOB,
    help="Timestamp of the last successful configuration reload.",
)
prometheus_config_last_reload_successful = Gauge(
    "prometheus_config_last_reload_successful",
    job=JOB,
    help="Whether the last configuration reload attempt was successful.",
)
prometheus_engine_queries = Gauge(
    "prometheus_engine_queries", job=JOB, help="The current number of queries being executed or waiting."
)
prometheus_engine_queries_concurrent_max = Gauge(
    "prometheus_engine_queries_concurrent_max", job=JOB, help="The max number of concurrent queries."
)
prometheus_engine_query_duration_seconds = Summary(
    "prometheus_engine_query_duration_seconds",
    job=JOB,
    labels={"slice": ("inner_eval", "prepare_time", "queue_time", "result_sort")},
    quantiles=(0.5, 0.9, 0.99),
    help="Query timings",
)
prometheus_engine_query_log_enabled = Gauge(
    "prometheus_engine_query_log_enabled", job=JOB, help="State of the query log."
)
prometheus_engine_query_log_failures_total = Counter(
    "prometheus_engine_query_log_failures_total", job=JOB, help="The number of query log failures."
)
prometheus_http_request_duration_seconds = Histogram(
    "prometheus_http_request_duration_seconds",
    job=JOB,
    labels={"handler": OPEN},
    buckets=(0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120),
    help="Histogram of latencies for HTTP requests.",
)
prometheus_http_requests_total = Counter(
    "prometheus_http_requests_total",
    job=JOB,
    labels={"code": OPEN, "handler": OPEN},
    help="Counter of HTTP requests.",
)
prometheus_http_response_size_bytes = Histogram(
    "prometheus_http_response_size_bytes",
    job=JOB,
    labels={"handler": OPEN},
    buckets=(100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000),
    help="Histogram of response size for HTTP requests.",
)
prometheus_notifications_alertmanagers_discovered = Gauge(
    "prometheus_notifications_alertmanagers_discovered",
    job=JOB,
    help="The number of alertmanagers discovered and active.",
)
prometheus_notifications_dropped_total = Counter(
    "prometheus_notifications_dropped_total",
    job=JOB,
    help="Total number of alerts dropped due to errors when sending to Alertmanager.",
)
prometheus_notifications_errors_total = Counter(
    "prometheus_notifications_errors_total",
    job=JOB,
    labels={"alertmanager": OPEN},
    help="Total number of errors sending alert notifications.",
)
prometheus_notifications_latency_seconds = Summary(
    "prometheus_notifications_latency_seconds",
    job=JOB,
    labels={"alertmanager": OPEN},
    quantiles=(0.5, 0.9, 0.99),
    help="Latency quantiles for sending alert notifications.",
)
prometheus_notifications_queue_capacity = Gauge(
    "prometheus_notifications_queue_capacity", job=JOB, help="The capacity of the alert notifications queue."
)
prometheus_notifications_queue_length = Gauge(
    "prometheus_notifications_queue_length", job=JOB, help="The number of alert notifications in the queue."
)
prometheus_notifications_sent_total = Counter(
    "prometheus_notifications_sent_total",
    job=JOB,
    labels={"alertmanager": OPEN},
    help="Total number of alerts sent.",
)
prometheus_ready = Gauge(
    "prometheus_ready",
    job=JOB,
    help="Whether Prometheus startup was fully completed and the server is ready for normal operation.",
)
prometheus_remote_storage_exemplars_in_total = Counter(
    "prometheus_remote_storage_exemplars_in_total",
    job=JOB,
    help="Exemplars in to remote storage, compare to exemplars out for queue managers.",
)
prometheus_remote_storage_highest_timestamp_in_seconds = Gauge(
    "prometheus_remote_storage_highest_timestamp_in_seconds",
    job=JOB,
    help="Highest timestamp that has come into the remote storage via the Appender interface, in seconds since epoch.",
)
prometheus_remote_storage_histograms_in_total = Counter(
    "prometheus_remote_storage_histograms_in_total",
    job=JOB,
    help="HistogramSamples in to remote storage, compare to histograms out for queue managers.",
)
prometheus_remote_storage_samples_in_total = Counter(
    "prometheus_remote_storage_samples_in_total",
    job=JOB,
    help="Samples in to remote storage, compare to samples out for queue managers.",
)
prometheus_remote_storage_string_interner_zero_reference_releases_total = Counter(
    "prometheus_remote_storage_string_interner_zero_reference_releases_total",
    job=JOB,
    help="The number of times release has been called for strings that are not interned.",
)
prometheus_rule_evaluation_duration_seconds = Summary(
    "prometheus_rule_evaluation_duration_seconds",
    job=JOB,
    quantiles=(0.5, 0.9, 0.99),
    help="The duration for a rule to execute.",
)
prometheus_rule_evaluation_failures_total = Counter(
    "prometheus_rule_evaluation_failures_total",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The total number of rule evaluation failures.",
)
prometheus_rule_evaluations_total = Counter(
    "prometheus_rule_evaluations_total",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The total number of rule evaluations.",
)
prometheus_rule_group_duration_seconds = Summary(
    "prometheus_rule_group_duration_seconds",
    job=JOB,
    quantiles=(0.01, 0.05, 0.5, 0.9, 0.99),
    help="The duration of rule group evaluations.",
)
prometheus_rule_group_interval_seconds = Gauge(
    "prometheus_rule_group_interval_seconds",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The interval of a rule group.",
)
prometheus_rule_group_iterations_missed_total = Counter(
    "prometheus_rule_group_iterations_missed_total",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The total number of rule group evaluations missed due to slow rule group evaluation.",
)
prometheus_rule_group_iterations_total = Counter(
    "prometheus_rule_group_iterations_total",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The total number of scheduled rule group evaluations, whether executed or missed.",
)
prometheus_rule_group_last_duration_seconds = Gauge(
    "prometheus_rule_group_last_duration_seconds",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The duration of the last rule group evaluation.",
)
prometheus_rule_group_last_evaluation_samples = Gauge(
    "prometheus_rule_group_last_evaluation_samples",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The number of samples returned during the last rule group evaluation.",
)
prometheus_rule_group_last_evaluation_timestamp_seconds = Gauge(
    "prometheus_rule_group_last_evaluation_timestamp_seconds",
    job=JOB,
    labels={"rule_group": OPEN},
    help="The timestamp of the last rule group evaluation in seconds.",
)
prometheus_rule_group_rules = Gauge(
    "prometheus_rule_group_rules", job=JOB, labels={"rule_group": OPEN}, help="The number of rules."
)
prometheus_sd_azure_failures_total = Counter(
    "prometheus_sd_azure_failures_total", job=JOB, help="Number of Azure service discovery refresh failures."
)
prometheus_sd_discovered_targets = Gauge(
    "prometheus_sd_discovered_targets",
    job=JOB,
    labels={"config": OPEN, "name": ("notify", "scrape")},
    help="Current number of discovered targets.",
)
prometheus_sd_dns_lookup_failures_total = Counter(
    "prometheus_sd_dns_lookup_failures_total", job=JOB, help="The number of DNS-SD lookup failures."
)
prometheus_sd_dns_lookups_total = Counter(
    "prometheus_sd_dns_lookups_total", job=JOB, help="The number of DNS-SD lookups."
)
prometheus_sd_failed_configs = Gauge(
    "prometheus_sd_failed_configs",
    job=JOB,
    labels={"name": ("notify", "scrape")},
    help="Current number of service discovery configurations that failed to load.",
)
prometheus_sd_file_read_errors_total = Counter(
    "prometheus_sd_file_read_errors_total", job=JOB, help="The number of File-SD read errors."
)
prometheus_sd_file_scan_duration_seconds = Summary(
    "prometheus_sd_file_scan_duration_seconds",
    job=JOB,
    quantiles=(0.5, 0.9, 0.99),
    help="The duration of the File-SD scan in seconds.",
)
prometheus_sd_file_watcher_errors_total = Counter(
    "prometheus_sd_file_watcher_errors_total",
    job=JOB,
    help="The number of File-SD errors caused by filesystem watch failures.",
)
prometheus_sd_http_failures_total = Counter(
    "prometheus_sd_http_failures_total", job=JOB, help="Number of HTTP service discovery refresh failures."
)
prometheus_sd_received_updates_total = Counter(
    "prometheus_sd_received_updates_total",
    job=JOB,
    labels={"name": ("notify", "scrape")},
    help="Total number of update events received from the SD providers.",
)
prometheus_sd_updates_total = Counter(
    "prometheus_sd_updates_total",
    job=JOB,
    labels={"name": ("notify", "scrape")},
    help="Total number of update events sent to the SD consumers.",
)
prometheus_target_interval_length_seconds = Summary(
    "prometheus_target_interval_length_seconds",
    job=JOB,
    labels={"interval": OPEN},
    quantiles=(0.01, 0.05, 0.5, 0.9, 0.99),
    help="Actual intervals between scrapes.",
)
prometheus_target_metadata_cache_bytes = Gauge(
    "prometheus_target_metadata_cache_bytes",
    job=JOB,
    labels={"scrape_job": OPEN},
    help="The number of bytes that are currently used for storing metric metadata in the cache",
)
prometheus_target_metadata_cache_entries = Gauge(
    "prometheus_target_metadata_cache_entries",
    job=JOB,
    labels={"scrape_job": OPEN},
    help="Total number of metric metadata entries in the cache",
)
prometheus_target_scrape_pool_exceeded_label_limits_total = Counter(
    "prometheus_target_scrape_pool_exceeded_label_limits_total",
    job=JOB,
    help="Total number of times scrape pools hit the label limits, during sync or config reload.",
)
prometheus_target_scrape_pool_exceeded_target_limit_total = Counter(
    "prometheus_target_scrape_pool_exceeded_target_limit_total",
    job=JOB,
    help="Total number of times scrape pools hit the target limit, during sync or config reload.",
)
prometheus_target_scrape_pool_reloads_failed_total = Counter(
    "prometheus_target_scrape_pool_reloads_failed_total",
    job=JOB,
    help="Total number of failed scrape pool reloads.",
)
prometheus_target_scrape_pool_reloads_total = Counter(
    "prometheus_target_scrape_pool_reloads_total", job=JOB, help="Total number of scrape pool reloads."
)
prometheus_target_scrape_pool_sync_total = Counter(
    "prometheus_target_scrape_pool_sync_total",
    job=JOB,
    labels={"scrape_job": OPEN},
    help="Total number of syncs that were executed on a scrape pool.",
)
prometheus_target_scrape_pool_targets = Gauge(
    "prometheus_target_scrape_pool_targets",
    job=JOB,
    labels={"scrape_job": OPEN},
    help="Current number of targets in this scrape pool.",
)
prometheus_target_scrape_pools_failed_total = Counter(
    "prometheus_target_scrape_pools_failed_total",
    job=JOB,
    help="Total number of scrape pool creations that failed.",
)
prometheus_target_scrape_pools_total = Counter(
    "prometheus_target_scrape_pools_total", job=JOB, help="Total number of scrape pool creation attempts."
)
prometheus_target_scrapes_cache_flush_forced_total = Counter(
    "prometheus_target_scrapes_cache_flush_forced_total",
    job=JOB,
    help="How many times a scrape cache was flushed due to getting big while scrapes are failing.",
)
prometheus_target_scrapes_exceeded_body_size_limit_total = Counter(
    "prometheus_target_scrapes_exceeded_body_size_limit_total",
    job=JOB,
    help="Total number of scrapes that hit the body size limit",
)
prometheus_target_scrapes_exceeded_sample_limit_total = Counter(
    "prometheus_target_scrapes_exceeded_sample_limit_total",
    job=JOB,
    help="Total number of scrapes that hit the sample limit and were rejected.",
)
prometheus_target_scrapes_exemplar_out_of_order_total = Counter(
    "prometheus_target_scrapes_exemplar_out_of_order_total",
    job=JOB,
    help="Total number of exemplar rejected due to not being out of the expected order.",
)
prometheus_target_scrapes_sample_duplicate_timestamp_total = Counter(
    "prometheus_target_scrapes_sample_duplicate_timestamp_total",
    job=JOB,
    help="Total number of samples rejected due to duplicate timestamps but different values.",
)
prometheus_target_scrapes_sample_out_of_bounds_total = Counter(
    "prometheus_target_scrapes_sample_out_of_bounds_total",
    job=JOB,
    help="Total number of samples rejected due to timestamp falling outside of the time bounds.",
)
prometheus_target_scrapes_sample_out_of_order_total = Counter(
    "prometheus_target_scrapes_sample_out_of_order_total",
    job=JOB,
    help="Total number of samples rejected due to not being out of the expected order.",
)
prometheus_target_sync_failed_total = Counter(
    "prometheus_target_sync_failed_total",
    job=JOB,
    labels={"scrape_job": OPEN},
    help="Total number of target sync failures.",
)
prometheus_target_sync_length_seconds = Summary(
    "prometheus_target_sync_length_seconds",
    job=JOB,
    labels={"scrape_job": OPEN},
    quantiles=(0.01, 0.05, 0.5, 0.9, 0.99),
    help="Actual interval to sync the scrape pool.",
)
prometheus_template_text_expansion_failures_total = Counter(
    "prometheus_template_text_expansion_failures_total",
    job=JOB,
    help="The total number of template text expansion failures.",
)
prometheus_template_text_expansions_total = Counter(
    "prometheus_template_text_expansions_total", job=JOB, help="The total number of template text expansions."
)
prometheus_treecache_watcher_goroutines = Gauge(
    "prometheus_treecache_watcher_goroutines", job=JOB, help="The current number of watcher goroutines."
)
prometheus_treecache_zookeeper_failures_total = Counter(
    "prometheus_treecache_zookeeper_failures_total", job=JOB, help="The total number of ZooKeeper failures."
)
prometheus_tsdb_blocks_loaded = Gauge(
    "prometheus_tsdb_blocks_loaded", job=JOB, help="Number of currently loaded data blocks"
)
prometheus_tsdb_checkpoint_creations_failed_total = Counter(
    "prometheus_tsdb_checkpoint_creations_failed_total",
    job=JOB,
    help="Total number of checkpoint creations that failed.",
)
prometheus_tsdb_checkpoint_creations_total = Counter(
    "prometheus_tsdb_checkpoint_creations_total",
    job=JOB,
    help="Total number of checkpoint creations attempted.",
)
prometheus_tsdb_checkpoint_deletions_failed_total = Counter(
    "prometheus_tsdb_checkpoint_deletions_failed_total",
    job=JOB,
    help="Total number of checkpoint deletions that failed.",
)
prometheus_tsdb_checkpoint_deletions_total = Counter(
    "prometheus_tsdb_checkpoint_deletions_total",
    job=JOB,
    help="Total number of checkpoint deletions attempted.",
)
prometheus_tsdb_clean_start = Gauge(
    "prometheus_tsdb_clean_start",
    job=JOB,
    help="-1: lockfile is disabled. 0: a lockfile from a previous execution was replaced. 1: lockfile creation was clean",
)
prometheus_tsdb_compaction_chunk_range_seconds = Histogram(
    "prometheus_tsdb_compaction_chunk_range_seconds",
    job=JOB,
    buckets=(100, 400, 1600, 6400, 25600, 102400, 409600, 1638400, 6553600, 26214400),
    help="Final time range of chunks on their first compaction",
)
prometheus_tsdb_compaction_chunk_samples = Histogram(
    "prometheus_tsdb_compaction_chunk_samples",
    job=JOB,
    buckets=(
        4,
        6,
        9,
        13.5,
        20.25,
        30.375,
        45.5625,
        68.34375,
        102.515625,
        153.7734375,
        230.66015625,
        345.990234375,
    ),
    help="Final number of samples on their first compaction",
)
prometheus_tsdb_compaction_chunk_size_bytes = Histogram(
    "prometheus_tsdb_compaction_chunk_size_bytes",
    job=JOB,
    buckets=(32, 48, 72, 108, 162, 243, 364.5, 546.75, 820.125, 1230.1875, 1845.28125, 2767.921875),
    help="Final size of chunks on their first compaction",
)
prometheus_tsdb_compaction_duration_seconds = Histogram(
    "prometheus_tsdb_compaction_duration_seconds",
    job=JOB,
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192),
    help="Duration of compaction runs",
)
prometheus_tsdb_compaction_populating_block = Gauge(
    "prometheus_tsdb_compaction_populating_block",
    job=JOB,
    help="Set to 1 when a block is currently being written to the disk.",
)
prometheus_tsdb_compactions_failed_total = Counter(
    "prometheus_tsdb_compactions_failed_total",
    job=JOB,
    help="Total number of compactions that failed for the partition.",
)
prometheus_tsdb_compactions_skipped_total = Counter(
    "prometheus_tsdb_compactions_skipped_total",
    job=JOB,
    help="Total number of skipped compactions due to disabled auto compaction.",
)
prometheus_tsdb_compactions_total = Counter(
    "prometheus_tsdb_compactions_total",
    job=JOB,
    help="Total number of compactions that were executed for the partition.",
)
prometheus_tsdb_compactions_triggered_total = Counter(
    "prometheus_tsdb_compactions_triggered_total",
    job=JOB,
    help="Total number of triggered compactions for the partition.",
)
prometheus_tsdb_data_replay_duration_seconds = Gauge(
    "prometheus_tsdb_data_replay_duration_seconds", job=JOB, help="Time taken to replay the data on disk."
)
prometheus_tsdb_exemplar_exemplars_appended_total = Counter(
    "prometheus_tsdb_exemplar_exemplars_appended_total", job=JOB, help="Total number of appended exemplars."
)
prometheus_tsdb_exemplar_exemplars_in_storage = Gauge(
    "prometheus_tsdb_exemplar_exemplars_in_storage",
    job=JOB,
    help="Number of exemplars currently in circular storage.",
)
prometheus_tsdb_exemplar_last_exemplars_timestamp_seconds = Gauge(
    "prometheus_tsdb_exemplar_last_exemplars_timestamp_seconds",
    job=JOB,
    help="The timestamp of the oldest exemplar stored in circular storage. Useful to check for what timerange the current exemplar buffer limit allows. This usually means the last timestampfor all exemplars for a typical setup. This is not true though if one of the series timestamp is in future compared to rest series.",
)
prometheus_tsdb_exemplar_max_exemplars = Gauge(
    "prometheus_tsdb_exemplar_max_exemplars",
    job=JOB,
    help="Total number of exemplars the exemplar storage can store, resizeable.",
)
prometheus_tsdb_exemplar_out_of_order_exemplars_total = Counter(
    "prometheus_tsdb_exemplar_out_of_order_exemplars_total",
    job=JOB,
    help="Total number of out of order exemplar ingestion failed attempts.",
)
prometheus_tsdb_exemplar_series_with_exemplars_in_storage = Gauge(
    "prometheus_tsdb_exemplar_series_with_exemplars_in_storage",
    job=JOB,
    help="Number of series with exemplars currently in circular storage.",
)
prometheus_tsdb_head_active_appenders = Gauge(
    "prometheus_tsdb_head_active_appenders", job=JOB, help="Number of currently active appender transactions"
)
prometheus_tsdb_head_chunks = Gauge(
    "prometheus_tsdb_head_chunks", job=JOB, help="Total number of chunks in the head block."
)
prometheus_tsdb_head_chunks_created_total = Counter(
    "prometheus_tsdb_head_chunks_created_total", job=JOB, help="Total number of chunks created in the head"
)
prometheus_tsdb_head_chunks_removed_total = Counter(
    "prometheus_tsdb_head_chunks_removed_total", job=JOB, help="Total number of chunks removed in the head"
)
prometheus_tsdb_head_gc_duration_seconds = Summary(
    "prometheus_tsdb_head_gc_duration_seconds",
    job=JOB,
    help="Runtime of garbage collection in the head block.",
)
prometheus_tsdb_head_max_time = Gauge(
    "prometheus_tsdb_head_max_time",
    job=JOB,
    help="Maximum timestamp of the head block. The unit is decided by the library consumer.",
)
prometheus_tsdb_head_max_time_seconds = Gauge(
    "prometheus_tsdb_head_max_time_seconds", job=JOB, help="Maximum timestamp of the head block."
)
prometheus_tsdb_head_min_time = Gauge(
    "prometheus_tsdb_head_min_time",
    job=JOB,
    help="Minimum time bound of the head block. The unit is decided by the library consumer.",
)
prometheus_tsdb_head_min_time_seconds = Gauge(
    "prometheus_tsdb_head_min_time_seconds", job=JOB, help="Minimum time bound of the head block."
)
prometheus_tsdb_head_out_of_order_samples_appended_total = Counter(
    "prometheus_tsdb_head_out_of_order_samples_appended_total",
    job=JOB,
    help="Total number of appended out of order samples.",
)
prometheus_tsdb_head_samples_appended_total = Counter(
    "prometheus_tsdb_head_samples_appended_total",
    job=JOB,
    labels={"type": ("float", "histogram")},
    help="Total number of appended samples.",
)
prometheus_tsdb_head_series = Gauge(
    "prometheus_tsdb_head_series", job=JOB, help="Total number of series in the head block."
)
prometheus_tsdb_head_series_created_total = Counter(
    "prometheus_tsdb_head_series_created_total", job=JOB, help="Total number of series created in the head"
)
prometheus_tsdb_head_series_not_found_total = Counter(
    "prometheus_tsdb_head_series_not_found_total",
    job=JOB,
    help="Total number of requests for series that were not found.",
)
prometheus_tsdb_head_series_removed_total = Counter(
    "prometheus_tsdb_head_series_removed_total", job=JOB, help="Total number of series removed in the head"
)
prometheus_tsdb_head_truncations_failed_total = Counter(
    "prometheus_tsdb_head_truncations_failed_total",
    job=JOB,
    help="Total number of head truncations that failed.",
)
prometheus_tsdb_head_truncations_total = Counter(
    "prometheus_tsdb_head_truncations_total", job=JOB, help="Total number of head truncations attempted."
)
prometheus_tsdb_isolation_high_watermark = Gauge(
    "prometheus_tsdb_isolation_high_watermark",
    job=JOB,
    help="The highest TSDB append ID that has been given out.",
)
prometheus_tsdb_isolation_low_watermark = Gauge(
    "prometheus_tsdb_isolation_low_watermark",
    job=JOB,
    help="The lowest TSDB append ID that is still referenced.",
)
prometheus_tsdb_lowest_timestamp = Gauge(
    "prometheus_tsdb_lowest_timestamp",
    job=JOB,
    help="Lowest timestamp value stored in the database. The unit is decided by the library consumer.",
)
prometheus_tsdb_lowest_timestamp_seconds = Gauge(
    "prometheus_tsdb_lowest_timestamp_seconds", job=JOB, help="Lowest timestamp value stored in the database."
)
prometheus_tsdb_mmap_chunk_corruptions_total = Counter(
    "prometheus_tsdb_mmap_chunk_corruptions_total",
    job=JOB,
    help="Total number of memory-mapped chunk corruptions.",
)
prometheus_tsdb_out_of_bound_samples_total = Counter(
    "prometheus_tsdb_out_of_bound_samples_total",
    job=JOB,
    labels={"type": OPEN},
    help="Total number of out of bound samples ingestion failed attempts with out of order support disabled.",
)
prometheus_tsdb_out_of_order_samples_total = Counter(
    "prometheus_tsdb_out_of_order_samples_total",
    job=JOB,
    labels={"type": ("float", "histogram")},
    help="Total number of out of order samples ingestion failed attempts due to out of order being disabled.",
)
prometheus_tsdb_reloads_failures_total = Counter(
    "prometheus_tsdb_reloads_failures_total",
    job=JOB,
    help="Number of times the database failed to reloadBlocks block data from disk.",
)
prometheus_tsdb_reloads_total = Counter(
    "prometheus_tsdb_reloads_total",
    job=JOB,
    help="Number of times the database reloaded block data from disk.",
)
prometheus_tsdb_retention_limit_bytes = Gauge(
    "prometheus_tsdb_retention_limit_bytes",
    job=JOB,
    help="Max number of bytes to be retained in the tsdb blocks, configured 0 means disabled",
)
prometheus_tsdb_size_retentions_total = Counter(
    "prometheus_tsdb_size_retentions_total",
    job=JOB,
    help="The number of times that blocks were deleted because the maximum number of bytes was exceeded.",
)
prometheus_tsdb_snapshot_replay_error_total = Counter(
    "prometheus_tsdb_snapshot_replay_error_total", job=JOB, help="Total number snapshot replays that failed."
)
prometheus_tsdb_storage_blocks_bytes = Gauge(
    "prometheus_tsdb_storage_blocks_bytes",
    job=JOB,
    help="The number of bytes that are currently used for local storage by all blocks.",
)
prometheus_tsdb_symbol_table_size_bytes = Gauge(
    "prometheus_tsdb_symbol_table_size_bytes",
    job=JOB,
    help="Size of symbol table in memory for loaded blocks",
)
prometheus_tsdb_time_retentions_total = Counter(
    "prometheus_tsdb_time_retentions_total",
    job=JOB,
    help="The number of times that blocks were deleted because the maximum time limit was exceeded.",
)
prometheus_tsdb_tombstone_cleanup_seconds = Histogram(
    "prometheus_tsdb_tombstone_cleanup_seconds",
    job=JOB,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    help="The time taken to recompact blocks to remove tombstones.",
)
prometheus_tsdb_too_old_samples_total = Counter(
    "prometheus_tsdb_too_old_samples_total",
    job=JOB,
    labels={"type": OPEN},
    help="Total number of out of order samples ingestion failed attempts with out of support enabled, but sample outside of time window.",
)
prometheus_tsdb_vertical_compactions_total = Counter(
    "prometheus_tsdb_vertical_compactions_total",
    job=JOB,
    help="Total number of compactions done on overlapping blocks.",
)
prometheus_tsdb_wal_completed_pages_total = Counter(
    "prometheus_tsdb_wal_completed_pages_total", job=JOB, help="Total number of completed pages."
)
prometheus_tsdb_wal_corruptions_total = Counter(
    "prometheus_tsdb_wal_corruptions_total", job=JOB, help="Total number of WAL corruptions."
)
prometheus_tsdb_wal_fsync_duration_seconds = Summary(
    "prometheus_tsdb_wal_fsync_duration_seconds",
    job=JOB,
    quantiles=(0.5, 0.9, 0.99),
    help="Duration of write log fsync.",
)
prometheus_tsdb_wal_page_flushes_total = Counter(
    "prometheus_tsdb_wal_page_flushes_total", job=JOB, help="Total number of page flushes."
)
prometheus_tsdb_wal_segment_current = Gauge(
    "prometheus_tsdb_wal_segment_current",
    job=JOB,
    help="Write log segment index that TSDB is currently writing to.",
)
prometheus_tsdb_wal_truncate_duration_seconds = Summary(
    "prometheus_tsdb_wal_truncate_duration_seconds", job=JOB, help="Duration of WAL truncation."
)
prometheus_tsdb_wal_truncations_failed_total = Counter(
    "prometheus_tsdb_wal_truncations_failed_total",
    job=JOB,
    help="Total number of write log truncations that failed.",
)
prometheus_tsdb_wal_truncations_total = Counter(
    "prometheus_tsdb_wal_truncations_total", job=JOB, help="Total number of write log truncations attempted."
)
prometheus_tsdb_wal_writes_failed_total = Counter(
    "prometheus_tsdb_wal_writes_failed_total", job=JOB, help="Total number of write log writes that failed."
)
prometheus_web_federation_errors_total = Counter(
    "prometheus_web_federation_errors_total",
    job=JOB,
    help="Total number of errors that occurred while sending federation responses.",
)
prometheus_web_federation_warnings_total = Counter(
    "prometheus_web_federation_warnings_total",
    job=JOB,
    help="Total number of warnings that occurred while sending federation responses.",
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
