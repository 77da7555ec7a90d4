"""Metrics of the job redis, written by `grafana-kit metrics capture SOURCE --job redis`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Summary

JOB = "redis"

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
redis_active_defrag_running = Gauge(
    "redis_active_defrag_running", job=JOB, help="active_defrag_running metric"
)
redis_allocator_active_bytes = Gauge(
    "redis_allocator_active_bytes", job=JOB, help="allocator_active_bytes metric"
)
redis_allocator_allocated_bytes = Gauge(
    "redis_allocator_allocated_bytes", job=JOB, help="allocator_allocated_bytes metric"
)
redis_allocator_frag_bytes = Gauge("redis_allocator_frag_bytes", job=JOB, help="allocator_frag_bytes metric")
redis_allocator_frag_ratio = Gauge("redis_allocator_frag_ratio", job=JOB, help="allocator_frag_ratio metric")
redis_allocator_resident_bytes = Gauge(
    "redis_allocator_resident_bytes", job=JOB, help="allocator_resident_bytes metric"
)
redis_allocator_rss_bytes = Gauge("redis_allocator_rss_bytes", job=JOB, help="allocator_rss_bytes metric")
redis_allocator_rss_ratio = Gauge("redis_allocator_rss_ratio", job=JOB, help="allocator_rss_ratio metric")
redis_aof_current_rewrite_duration_sec = Gauge(
    "redis_aof_current_rewrite_duration_sec", job=JOB, help="aof_current_rewrite_duration_sec metric"
)
redis_aof_enabled = Gauge("redis_aof_enabled", job=JOB, help="aof_enabled metric")
redis_aof_last_bgrewrite_status = Gauge(
    "redis_aof_last_bgrewrite_status", job=JOB, help="aof_last_bgrewrite_status metric"
)
redis_aof_last_cow_size_bytes = Gauge(
    "redis_aof_last_cow_size_bytes", job=JOB, help="aof_last_cow_size_bytes metric"
)
redis_aof_last_rewrite_duration_sec = Gauge(
    "redis_aof_last_rewrite_duration_sec", job=JOB, help="aof_last_rewrite_duration_sec metric"
)
redis_aof_last_write_status = Gauge(
    "redis_aof_last_write_status", job=JOB, help="aof_last_write_status metric"
)
redis_aof_rewrite_in_progress = Gauge(
    "redis_aof_rewrite_in_progress", job=JOB, help="aof_rewrite_in_progress metric"
)
redis_aof_rewrite_scheduled = Gauge(
    "redis_aof_rewrite_scheduled", job=JOB, help="aof_rewrite_scheduled metric"
)
redis_blocked_clients = Gauge("redis_blocked_clients", job=JOB, help="blocked_clients metric")
redis_client_recent_max_input_buffer_bytes = Gauge(
    "redis_client_recent_max_input_buffer_bytes", job=JOB, help="client_recent_max_input_buffer_bytes metric"
)
redis_client_recent_max_output_buffer_bytes = Gauge(
    "redis_client_recent_max_output_buffer_bytes",
    job=JOB,
    help="client_recent_max_output_buffer_bytes metric",
)
redis_clients_in_timeout_table = Gauge(
    "redis_clients_in_timeout_table", job=JOB, help="clients_in_timeout_table metric"
)
redis_cluster_connections = Gauge("redis_cluster_connections", job=JOB, help="cluster_connections metric")
redis_cluster_enabled = Gauge("redis_cluster_enabled", job=JOB, help="cluster_enabled metric")
redis_commands_duration_seconds_total = Counter(
    "redis_commands_duration_seconds_total",
    job=JOB,
    labels={"cmd": OPEN},
    help="Total amount of time in seconds spent per command",
)
redis_commands_failed_calls_total = Counter(
    "redis_commands_failed_calls_total",
    job=JOB,
    labels={"cmd": OPEN},
    help="Total number of errors prior command execution per command",
)
redis_commands_processed_total = Counter(
    "redis_commands_processed_total", job=JOB, help="commands_processed_total metric"
)
redis_commands_rejected_calls_total = Counter(
    "redis_commands_rejected_calls_total",
    job=JOB,
    labels={"cmd": OPEN},
    help="Total number of errors within command execution per command",
)
redis_commands_total = Counter(
    "redis_commands_total", job=JOB, labels={"cmd": OPEN}, help="Total number of calls per command"
)
redis_config_io_threads = Gauge("redis_config_io_threads", job=JOB, help="config_io_threads metric")
redis_config_maxclients = Gauge("redis_config_maxclients", job=JOB, help="config_maxclients metric")
redis_config_maxmemory = Gauge("redis_config_maxmemory", job=JOB, help="config_maxmemory metric")
redis_connected_clients = Gauge("redis_connected_clients", job=JOB, help="connected_clients metric")
redis_connected_slaves = Gauge("redis_connected_slaves", job=JOB, help="connected_slaves metric")
redis_connections_received_total = Counter(
    "redis_connections_received_total", job=JOB, help="connections_received_total metric"
)
redis_cpu_sys_children_seconds_total = Counter(
    "redis_cpu_sys_children_seconds_total", job=JOB, help="cpu_sys_children_seconds_total metric"
)
redis_cpu_sys_main_thread_seconds_total = Counter(
    "redis_cpu_sys_main_thread_seconds_total", job=JOB, help="cpu_sys_main_thread_seconds_total metric"
)
redis_cpu_sys_seconds_total = Counter(
    "redis_cpu_sys_seconds_total", job=JOB, help="cpu_sys_seconds_total metric"
)
redis_cpu_user_children_seconds_total = Counter(
    "redis_cpu_user_children_seconds_total", job=JOB, help="cpu_user_children_seconds_total metric"
)
redis_cpu_user_main_thread_seconds_total = Counter(
    "redis_cpu_user_main_thread_seconds_total", job=JOB, help="cpu_user_main_thread_seconds_total metric"
)
redis_cpu_user_seconds_total = Counter(
    "redis_cpu_user_seconds_total", job=JOB, help="cpu_user_seconds_total metric"
)
redis_db_avg_ttl_seconds = Gauge(
    "redis_db_avg_ttl_seconds", job=JOB, labels={"db": OPEN}, help="Avg TTL in seconds"
)
redis_db_keys = Gauge(
    "redis_db_keys",
    job=JOB,
    labels={
        "db": (
            "db0",
            "db1",
            "db10",
            "db11",
            "db12",
            "db13",
            "db14",
            "db15",
            "db2",
            "db3",
            "db4",
            "db5",
            "db6",
            "db7",
            "db8",
            "db9",
        ),
    },
    help="Total number of keys by DB",
)
redis_db_keys_expiring = Gauge(
    "redis_db_keys_expiring",
    job=JOB,
    labels={
        "db": (
            "db0",
            "db1",
            "db10",
            "db11",
            "db12",
            "db13",
            "db14",
            "db15",
            "db2",
            "db3",
            "db4",
            "db5",
            "db6",
            "db7",
            "db8",
            "db9",
        ),
    },
    help="Total number of expiring keys by DB",
)
redis_defrag_hits = Gauge("redis_defrag_hits", job=JOB, help="defrag_hits metric")
redis_defrag_key_hits = Gauge("redis_defrag_key_hits", job=JOB, help="defrag_key_hits metric")
redis_defrag_key_misses = Gauge("redis_defrag_key_misses", job=JOB, help="defrag_key_misses metric")
redis_defrag_misses = Gauge("redis_defrag_misses", job=JOB, help="defrag_misses metric")
redis_dump_payload_sanitizations = Counter(
    "redis_dump_payload_sanitizations", job=JOB, help="dump_payload_sanitizations metric"
)
redis_errors_total = Counter(
    "redis_errors_total", job=JOB, labels={"err": OPEN}, help="Total number of errors per error type"
)
redis_evicted_keys_total = Counter("redis_evicted_keys_total", job=JOB, help="evicted_keys_total metric")
redis_expired_keys_total = Counter("redis_expired_keys_total", job=JOB, help="expired_keys_total metric")
redis_expired_stale_percentage = Gauge(
    "redis_expired_stale_percentage", job=JOB, help="expired_stale_percentage metric"
)
redis_expired_time_cap_reached_total = Gauge(
    "redis_expired_time_cap_reached_total", job=JOB, help="expired_time_cap_reached_total metric"
)
redis_exporter_build_info = Gauge(
    "redis_exporter_build_info",
    job=JOB,
    labels={"build_date": OPEN, "commit_sha": OPEN, "golang_version": OPEN, "version": OPEN},
    help="redis exporter build_info",
)
redis_exporter_last_scrape_connect_time_seconds = Gauge(
    "redis_exporter_last_scrape_connect_time_seconds",
    job=JOB,
    help="exporter_last_scrape_connect_time_seconds metric",
)
redis_exporter_last_scrape_duration_seconds = Gauge(
    "redis_exporter_last_scrape_duration_seconds",
    job=JOB,
    help="exporter_last_scrape_duration_seconds metric",
)
redis_exporter_last_scrape_error = Gauge(
    "redis_exporter_last_scrape_error", job=JOB, labels={"err": OPEN}, help="The last scrape error status."
)
redis_exporter_scrape_duration_seconds = Summary(
    "redis_exporter_scrape_duration_seconds", job=JOB, help="Durations of scrapes by the exporter"
)
redis_exporter_scrapes_total = Counter(
    "redis_exporter_scrapes_total", job=JOB, help="Current total redis scrapes."
)
redis_instance_info = Gauge(
    "redis_instance_info",
    job=JOB,
    labels={
        "maxmemory_policy": OPEN,
        "os": OPEN,
        "process_id": OPEN,
        "redis_build_id": OPEN,
        "redis_mode": OPEN,
        "redis_version": OPEN,
        "role": OPEN,
        "run_id": OPEN,
        "tcp_port": OPEN,
    },
    help="Information about the Redis instance",
)
redis_io_threaded_reads_processed = Counter(
    "redis_io_threaded_reads_processed", job=JOB, help="io_threaded_reads_processed metric"
)
redis_io_threaded_writes_processed = Counter(
    "redis_io_threaded_writes_processed", job=JOB, help="io_threaded_writes_processed metric"
)
redis_io_threads_active = Gauge("redis_io_threads_active", job=JOB, help="io_threads_active metric")
redis_keyspace_hits_total = Counter("redis_keyspace_hits_total", job=JOB, help="keyspace_hits_total metric")
redis_keyspace_misses_total = Counter(
    "redis_keyspace_misses_total", job=JOB, help="keyspace_misses_total metric"
)
redis_last_key_groups_scrape_duration_milliseconds = Gauge(
    "redis_last_key_groups_scrape_duration_milliseconds",
    job=JOB,
    help="Duration of the last key group metrics scrape in milliseconds",
)
redis_last_slow_execution_duration_seconds = Gauge(
    "redis_last_slow_execution_duration_seconds",
    job=JOB,
    help="The amount of time needed for last slow execution, in seconds",
)
redis_latency_percentiles_usec = Summary(
    "redis_latency_percentiles_usec",
    job=JOB,
    labels={"cmd": OPEN},
    quantiles=(50, 99, 99.9),
    help="A summary of latency percentile distribution per command",
)
redis_latest_fork_seconds = Gauge("redis_latest_fork_seconds", job=JOB, help="latest_fork_seconds metric")
redis_lazyfree_pending_objects = Gauge(
    "redis_lazyfree_pending_objects", job=JOB, help="lazyfree_pending_objects metric"
)
redis_loading_dump_file = Gauge("redis_loading_dump_file", job=JOB, help="loading_dump_file metric")
redis_master_repl_offset = Gauge("redis_master_repl_offset", job=JOB, help="master_repl_offset metric")
redis_mem_clients_normal = Gauge("redis_mem_clients_normal", job=JOB, help="mem_clients_normal metric")
redis_mem_clients_slaves = Gauge("redis_mem_clients_slaves", job=JOB, help="mem_clients_slaves metric")
redis_mem_fragmentation_bytes = Gauge(
    "redis_mem_fragmentation_bytes", job=JOB, help="mem_fragmentation_bytes metric"
)
redis_mem_fragmentation_ratio = Gauge(
    "redis_mem_fragmentation_ratio", job=JOB, help="mem_fragmentation_ratio metric"
)
redis_mem_not_counted_for_eviction_bytes = Gauge(
    "redis_mem_not_counted_for_eviction_bytes", job=JOB, help="mem_not_counted_for_eviction_bytes metric"
)
redis_memory_max_bytes = Gauge("redis_memory_max_bytes", job=JOB, help="memory_max_bytes metric")
redis_memory_used_bytes = Gauge("redis_memory_used_bytes", job=JOB, help="memory_used_bytes metric")
redis_memory_used_dataset_bytes = Gauge(
    "redis_memory_used_dataset_bytes", job=JOB, help="memory_used_dataset_bytes metric"
)
redis_memory_used_lua_bytes = Gauge(
    "redis_memory_used_lua_bytes", job=JOB, help="memory_used_lua_bytes metric"
)
redis_memory_used_overhead_bytes = Gauge(
    "redis_memory_used_overhead_bytes", job=JOB, help="memory_used_overhead_bytes metric"
)
redis_memory_used_peak_bytes = Gauge(
    "redis_memory_used_peak_bytes", job=JOB, help="memory_used_peak_bytes metric"
)
redis_memory_used_rss_bytes = Gauge(
    "redis_memory_used_rss_bytes", job=JOB, help="memory_used_rss_bytes metric"
)
redis_memory_used_scripts_bytes = Gauge(
    "redis_memory_used_scripts_bytes", job=JOB, help="memory_used_scripts_bytes metric"
)
redis_memory_used_startup_bytes = Gauge(
    "redis_memory_used_startup_bytes", job=JOB, help="memory_used_startup_bytes metric"
)
redis_migrate_cached_sockets_total = Gauge(
    "redis_migrate_cached_sockets_total", job=JOB, help="migrate_cached_sockets_total metric"
)
redis_module_fork_in_progress = Gauge(
    "redis_module_fork_in_progress", job=JOB, help="module_fork_in_progress metric"
)
redis_module_fork_last_cow_size = Gauge(
    "redis_module_fork_last_cow_size", job=JOB, help="module_fork_last_cow_size metric"
)
redis_net_input_bytes_total = Counter(
    "redis_net_input_bytes_total", job=JOB, help="net_input_bytes_total metric"
)
redis_net_output_bytes_total = Counter(
    "redis_net_output_bytes_total", job=JOB, help="net_output_bytes_total metric"
)
redis_number_of_cached_scripts = Gauge(
    "redis_number_of_cached_scripts", job=JOB, help="number_of_cached_scripts metric"
)
redis_process_id = Gauge("redis_process_id", job=JOB, help="process_id metric")
redis_pubsub_channels = Gauge("redis_pubsub_channels", job=JOB, help="pubsub_channels metric")
redis_pubsub_patterns = Gauge("redis_pubsub_patterns", job=JOB, help="pubsub_patterns metric")
redis_rdb_bgsave_in_progress = Gauge(
    "redis_rdb_bgsave_in_progress", job=JOB, help="rdb_bgsave_in_progress metric"
)
redis_rdb_changes_since_last_save = Gauge(
    "redis_rdb_changes_since_last_save", job=JOB, help="rdb_changes_since_last_save metric"
)
redis_rdb_current_bgsave_duration_sec = Gauge(
    "redis_rdb_current_bgsave_duration_sec", job=JOB, help="rdb_current_bgsave_duration_sec metric"
)
redis_rdb_last_bgsave_duration_sec = Gauge(
    "redis_rdb_last_bgsave_duration_sec", job=JOB, help="rdb_last_bgsave_duration_sec metric"
)
redis_rdb_last_bgsave_status = Gauge(
    "redis_rdb_last_bgsave_status", job=JOB, help="rdb_last_bgsave_status metric"
)
redis_rdb_last_cow_size_bytes = Gauge(
    "redis_rdb_last_cow_size_bytes", job=JOB, help="rdb_last_cow_size_bytes metric"
)
redis_rdb_last_save_timestamp_seconds = Gauge(
    "redis_rdb_last_save_timestamp_seconds", job=JOB, help="rdb_last_save_timestamp_seconds metric"
)
redis_rejected_connections_total = Counter(
    "redis_rejected_connections_total", job=JOB, help="rejected_connections_total metric"
)
redis_repl_backlog_first_byte_offset = Gauge(
    "redis_repl_backlog_first_byte_offset", job=JOB, help="repl_backlog_first_byte_offset metric"
)
redis_repl_backlog_history_bytes = Gauge(
    "redis_repl_backlog_history_bytes", job=JOB, help="repl_backlog_history_bytes metric"
)
redis_repl_backlog_is_active = Gauge(
    "redis_repl_backlog_is_active", job=JOB, help="repl_backlog_is_active metric"
)
redis_replica_partial_resync_accepted = Gauge(
    "redis_replica_partial_resync_accepted", job=JOB, help="replica_partial_resync_accepted metric"
)
redis_replica_partial_resync_denied = Gauge(
    "redis_replica_partial_resync_denied", job=JOB, help="replica_partial_resync_denied metric"
)
redis_replica_resyncs_full = Gauge("redis_replica_resyncs_full", job=JOB, help="replica_resyncs_full metric")
redis_replication_backlog_bytes = Gauge(
    "redis_replication_backlog_bytes", job=JOB, help="replication_backlog_bytes metric"
)
# redis_exporter 1.55 and later add the label filename, so that several scripts can be told apart.
redis_script_values = Gauge(
    "redis_script_values",
    job=JOB,
    labels={
        "filename": OPEN,
        "key": ("memejobs_done", "memejobs_error", "memejobs_queued", "memejobs_working"),
    },
    help="Values returned by the collect script",
)
redis_second_repl_offset = Gauge("redis_second_repl_offset", job=JOB, help="second_repl_offset metric")
redis_slave_expires_tracked_keys = Gauge(
    "redis_slave_expires_tracked_keys", job=JOB, help="slave_expires_tracked_keys metric"
)
redis_slowlog_last_id = Gauge("redis_slowlog_last_id", job=JOB, help="Last id of slowlog")
redis_slowlog_length = Gauge("redis_slowlog_length", job=JOB, help="Total slowlog")
redis_start_time_seconds = Gauge(
    "redis_start_time_seconds", job=JOB, help="Start time of the Redis instance since unix epoch in seconds."
)
redis_target_scrape_request_errors_total = Counter(
    "redis_target_scrape_request_errors_total", job=JOB, help="Errors in requests to the exporter"
)
redis_total_error_replies = Counter("redis_total_error_replies", job=JOB, help="total_error_replies metric")
redis_total_reads_processed = Counter(
    "redis_total_reads_processed", job=JOB, help="total_reads_processed metric"
)
redis_total_writes_processed = Counter(
    "redis_total_writes_processed", job=JOB, help="total_writes_processed metric"
)
redis_tracking_clients = Gauge("redis_tracking_clients", job=JOB, help="tracking_clients metric")
redis_tracking_total_items = Gauge("redis_tracking_total_items", job=JOB, help="tracking_total_items metric")
redis_tracking_total_keys = Gauge("redis_tracking_total_keys", job=JOB, help="tracking_total_keys metric")
redis_tracking_total_prefixes = Gauge(
    "redis_tracking_total_prefixes", job=JOB, help="tracking_total_prefixes metric"
)
redis_unexpected_error_replies = Counter(
    "redis_unexpected_error_replies", job=JOB, help="unexpected_error_replies metric"
)
redis_up = Gauge("redis_up", job=JOB, help="Information about the Redis instance")
redis_uptime_in_seconds = Gauge("redis_uptime_in_seconds", job=JOB, help="uptime_in_seconds metric")
