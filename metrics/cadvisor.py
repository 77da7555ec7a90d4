"""Metrics of the job cadvisor, written by `grafana-kit metrics capture SOURCE --job cadvisor`."""

from grafana_kit.metrics import OPEN, Counter, Gauge

JOB = "cadvisor"

cadvisor_version_info = Gauge(
    "cadvisor_version_info",
    job=JOB,
    labels={
        "cadvisorRevision": OPEN,
        "cadvisorVersion": OPEN,
        "dockerVersion": OPEN,
        "kernelVersion": OPEN,
        "osVersion": OPEN,
    },
    help="A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.",
)
container_blkio_device_usage_total = Counter(
    "container_blkio_device_usage_total",
    job=JOB,
    labels={
        "device": OPEN,
        "id": OPEN,
        "image": OPEN,
        "major": OPEN,
        "minor": OPEN,
        "name": OPEN,
        "operation": ("Async", "Discard", "Read", "Sync", "Total", "Write"),
    },
    help="Blkio Device bytes usage",
)
container_cpu_cfs_periods_total = Counter(
    "container_cpu_cfs_periods_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of elapsed enforcement period intervals.",
)
container_cpu_cfs_throttled_periods_total = Counter(
    "container_cpu_cfs_throttled_periods_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of throttled period intervals.",
)
container_cpu_cfs_throttled_seconds_total = Counter(
    "container_cpu_cfs_throttled_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration the container has been throttled.",
)
container_cpu_load_average_10s = Gauge(
    "container_cpu_load_average_10s",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Value of container cpu load average over the last 10 seconds.",
)
container_cpu_load_d_average_10s = Gauge(
    "container_cpu_load_d_average_10s",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Value of container cpu load.d average over the last 10 seconds.",
)
container_cpu_schedstat_run_periods_total = Counter(
    "container_cpu_schedstat_run_periods_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of times processes of the cgroup have run on the cpu",
)
container_cpu_schedstat_run_seconds_total = Counter(
    "container_cpu_schedstat_run_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Time duration the processes of the container have run on the CPU.",
)
container_cpu_schedstat_runqueue_seconds_total = Counter(
    "container_cpu_schedstat_runqueue_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Time duration processes of the container have been waiting on a runqueue.",
)
container_cpu_system_seconds_total = Counter(
    "container_cpu_system_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative system cpu time consumed in seconds.",
)
container_cpu_usage_seconds_total = Counter(
    "container_cpu_usage_seconds_total",
    job=JOB,
    labels={"cpu": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative cpu time consumed in seconds.",
)
container_cpu_user_seconds_total = Counter(
    "container_cpu_user_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative user cpu time consumed in seconds.",
)
container_file_descriptors = Gauge(
    "container_file_descriptors",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of open file descriptors for the container.",
)
container_fs_inodes_free = Gauge(
    "container_fs_inodes_free",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of available Inodes",
)
container_fs_inodes_total = Gauge(
    "container_fs_inodes_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of Inodes",
)
container_fs_io_current = Gauge(
    "container_fs_io_current",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of I/Os currently in progress",
)
container_fs_io_time_seconds_total = Counter(
    "container_fs_io_time_seconds_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of seconds spent doing I/Os",
)
container_fs_io_time_weighted_seconds_total = Counter(
    "container_fs_io_time_weighted_seconds_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative weighted I/O time in seconds",
)
container_fs_limit_bytes = Gauge(
    "container_fs_limit_bytes",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of bytes that can be consumed by the container on this filesystem.",
)
container_fs_read_seconds_total = Counter(
    "container_fs_read_seconds_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of seconds spent reading",
)
container_fs_reads_bytes_total = Counter(
    "container_fs_reads_bytes_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of bytes read",
)
container_fs_reads_merged_total = Counter(
    "container_fs_reads_merged_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of reads merged",
)
container_fs_reads_total = Counter(
    "container_fs_reads_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of reads completed",
)
container_fs_sector_reads_total = Counter(
    "container_fs_sector_reads_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of sector reads completed",
)
container_fs_sector_writes_total = Counter(
    "container_fs_sector_writes_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of sector writes completed",
)
container_fs_usage_bytes = Gauge(
    "container_fs_usage_bytes",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of bytes that are consumed by the container on this filesystem.",
)
container_fs_write_seconds_total = Counter(
    "container_fs_write_seconds_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of seconds spent writing",
)
container_fs_writes_bytes_total = Counter(
    "container_fs_writes_bytes_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of bytes written",
)
container_fs_writes_merged_total = Counter(
    "container_fs_writes_merged_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of writes merged",
)
container_fs_writes_total = Counter(
    "container_fs_writes_total",
    job=JOB,
    labels={"device": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Cumulative count of writes completed",
)
container_hugetlb_failcnt = Counter(
    "container_hugetlb_failcnt",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "pagesize": OPEN},
    help="Number of hugepage usage hits limits",
)
container_hugetlb_max_usage_bytes = Gauge(
    "container_hugetlb_max_usage_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "pagesize": OPEN},
    help="Maximum hugepage usage recorded in bytes",
)
container_hugetlb_usage_bytes = Gauge(
    "container_hugetlb_usage_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "pagesize": OPEN},
    help="Current hugepage usage in bytes",
)
container_last_seen = Gauge(
    "container_last_seen",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Last time a container was seen by the exporter",
)
container_llc_occupancy_bytes = Gauge(
    "container_llc_occupancy_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "node_id": OPEN},
    help="Last level cache usage statistics for container counted with RDT Memory Bandwidth Monitoring (MBM).",
)
container_memory_bandwidth_bytes = Gauge(
    "container_memory_bandwidth_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "node_id": OPEN},
    help="Total memory bandwidth usage statistics for container counted with RDT Memory Bandwidth Monitoring (MBM).",
)
container_memory_bandwidth_local_bytes = Gauge(
    "container_memory_bandwidth_local_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "node_id": OPEN},
    help="Local memory bandwidth usage statistics for container counted with RDT Memory Bandwidth Monitoring (MBM).",
)
container_memory_cache = Gauge(
    "container_memory_cache",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of bytes of page cache memory.",
)
container_memory_failcnt = Counter(
    "container_memory_failcnt",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of memory usage hits limits",
)
container_memory_failures_total = Counter(
    "container_memory_failures_total",
    job=JOB,
    labels={
        "failure_type": ("pgfault", "pgmajfault"),
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "scope": ("container", "hierarchy"),
    },
    help="Cumulative count of memory allocation failures.",
)
container_memory_kernel_usage = Gauge(
    "container_memory_kernel_usage",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Size of kernel memory allocated in bytes.",
)
container_memory_mapped_file = Gauge(
    "container_memory_mapped_file",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Size of memory mapped files in bytes.",
)
container_memory_max_usage_bytes = Gauge(
    "container_memory_max_usage_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Maximum memory usage recorded in bytes",
)
container_memory_migrate = Gauge(
    "container_memory_migrate",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Memory migrate status.",
)
container_memory_numa_pages = Gauge(
    "container_memory_numa_pages",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "node": OPEN,
        "scope": ("container", "hierarchy"),
        "type": ("anon", "file", "unevictable"),
    },
    help="Number of used pages per NUMA node",
)
container_memory_rss = Gauge(
    "container_memory_rss",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Size of RSS in bytes.",
)
container_memory_swap = Gauge(
    "container_memory_swap",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Container swap usage in bytes.",
)
container_memory_total_active_file_bytes = Gauge(
    "container_memory_total_active_file_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Current total active file in bytes.",
)
container_memory_total_inactive_file_bytes = Gauge(
    "container_memory_total_inactive_file_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Current total inactive file in bytes.",
)
container_memory_usage_bytes = Gauge(
    "container_memory_usage_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Current memory usage in bytes, including all memory regardless of when it was accessed",
)
container_memory_working_set_bytes = Gauge(
    "container_memory_working_set_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Current working set in bytes.",
)
container_network_advance_tcp_stats_total = Gauge(
    "container_network_advance_tcp_stats_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "tcp_state": OPEN},
    help="advance tcp connections statistic for container",
)
container_network_receive_bytes_total = Counter(
    "container_network_receive_bytes_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of bytes received",
)
container_network_receive_errors_total = Counter(
    "container_network_receive_errors_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of errors encountered while receiving",
)
container_network_receive_packets_dropped_total = Counter(
    "container_network_receive_packets_dropped_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of packets dropped while receiving",
)
container_network_receive_packets_total = Counter(
    "container_network_receive_packets_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of packets received",
)
container_network_tcp6_usage_total = Gauge(
    "container_network_tcp6_usage_total",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "tcp_state": (
            "close",
            "closewait",
            "closing",
            "established",
            "finwait1",
            "finwait2",
            "lastack",
            "listen",
            "synrecv",
            "synsent",
            "timewait",
        ),
    },
    help="tcp6 connection usage statistic for container",
)
container_network_tcp_usage_total = Gauge(
    "container_network_tcp_usage_total",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "tcp_state": (
            "close",
            "closewait",
            "closing",
            "established",
            "finwait1",
            "finwait2",
            "lastack",
            "listen",
            "synrecv",
            "synsent",
            "timewait",
        ),
    },
    help="tcp connection usage statistic for container",
)
container_network_transmit_bytes_total = Counter(
    "container_network_transmit_bytes_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of bytes transmitted",
)
container_network_transmit_errors_total = Counter(
    "container_network_transmit_errors_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of errors encountered while transmitting",
)
container_network_transmit_packets_dropped_total = Counter(
    "container_network_transmit_packets_dropped_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of packets dropped while transmitting",
)
container_network_transmit_packets_total = Counter(
    "container_network_transmit_packets_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "interface": OPEN, "name": OPEN},
    help="Cumulative count of packets transmitted",
)
container_network_udp6_usage_total = Gauge(
    "container_network_udp6_usage_total",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "udp_state": ("dropped", "listen", "rxqueued", "txqueued"),
    },
    help="udp6 connection usage statistic for container",
)
container_network_udp_usage_total = Gauge(
    "container_network_udp_usage_total",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "udp_state": ("dropped", "listen", "rxqueued", "txqueued"),
    },
    help="udp connection usage statistic for container",
)
container_oom_events_total = Counter(
    "container_oom_events_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Count of out of memory events observed for the container",
)
container_perf_events_scaling_ratio = Gauge(
    "container_perf_events_scaling_ratio",
    job=JOB,
    labels={"cpu": OPEN, "event": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Perf event metric scaling ratio.",
)
container_perf_events_total = Counter(
    "container_perf_events_total",
    job=JOB,
    labels={"cpu": OPEN, "event": OPEN, "id": OPEN, "image": OPEN, "name": OPEN},
    help="Perf event metric.",
)
container_perf_uncore_events_scaling_ratio = Gauge(
    "container_perf_uncore_events_scaling_ratio",
    job=JOB,
    labels={"event": OPEN, "id": OPEN, "image": OPEN, "name": OPEN, "pmu": OPEN, "socket": OPEN},
    help="Perf uncore event metric scaling ratio.",
)
container_perf_uncore_events_total = Counter(
    "container_perf_uncore_events_total",
    job=JOB,
    labels={"event": OPEN, "id": OPEN, "image": OPEN, "name": OPEN, "pmu": OPEN, "socket": OPEN},
    help="Perf uncore event metric.",
)
container_pressure_cpu_stalled_seconds_total = Counter(
    "container_pressure_cpu_stalled_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration no tasks in the container could make progress due to CPU congestion.",
)
container_pressure_cpu_waiting_seconds_total = Counter(
    "container_pressure_cpu_waiting_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration tasks in the container have waited due to CPU congestion.",
)
container_pressure_io_stalled_seconds_total = Counter(
    "container_pressure_io_stalled_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration no tasks in the container could make progress due to IO congestion.",
)
container_pressure_io_waiting_seconds_total = Counter(
    "container_pressure_io_waiting_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration tasks in the container have waited due to IO congestion.",
)
container_pressure_memory_stalled_seconds_total = Counter(
    "container_pressure_memory_stalled_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration no tasks in the container could make progress due to memory congestion.",
)
container_pressure_memory_waiting_seconds_total = Counter(
    "container_pressure_memory_waiting_seconds_total",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Total time duration tasks in the container have waited due to memory congestion.",
)
container_processes = Gauge(
    "container_processes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of processes running inside the container.",
)
container_referenced_bytes = Gauge(
    "container_referenced_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Container referenced bytes during last measurements cycle",
)
container_scrape_error = Gauge(
    "container_scrape_error",
    job=JOB,
    help="1 if there was an error while getting container metrics, 0 otherwise",
)
container_sockets = Gauge(
    "container_sockets",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of open sockets for the container.",
)
container_spec_cpu_period = Gauge(
    "container_spec_cpu_period",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="CPU period of the container.",
)
container_spec_cpu_quota = Gauge(
    "container_spec_cpu_quota",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="CPU quota of the container.",
)
container_spec_cpu_shares = Gauge(
    "container_spec_cpu_shares",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="CPU share of the container.",
)
container_spec_memory_limit_bytes = Gauge(
    "container_spec_memory_limit_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Memory limit for the container",
)
container_spec_memory_reservation_limit_bytes = Gauge(
    "container_spec_memory_reservation_limit_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Memory reservation limit for the container",
)
container_spec_memory_swap_limit_bytes = Gauge(
    "container_spec_memory_swap_limit_bytes",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Memory swap limit for the container",
)
container_start_time_seconds = Gauge(
    "container_start_time_seconds",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Start time of the container since unix epoch in seconds.",
)
container_tasks_state = Gauge(
    "container_tasks_state",
    job=JOB,
    labels={
        "id": OPEN,
        "image": OPEN,
        "name": OPEN,
        "state": ("iowaiting", "running", "sleeping", "stopped", "uninterruptible"),
    },
    help="Number of tasks in given state",
)
container_threads = Gauge(
    "container_threads",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Number of threads running inside the container",
)
container_threads_max = Gauge(
    "container_threads_max",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN},
    help="Maximum number of threads allowed inside the container, infinity if value is zero",
)
container_ulimits_soft = Gauge(
    "container_ulimits_soft",
    job=JOB,
    labels={"id": OPEN, "image": OPEN, "name": OPEN, "ulimit": OPEN},
    help="Soft ulimit values for the container root process. Unlimited if -1, except priority and nice",
)
machine_cpu_cache_capacity_bytes = Gauge(
    "machine_cpu_cache_capacity_bytes",
    job=JOB,
    labels={
        "boot_id": OPEN,
        "core_id": OPEN,
        "level": OPEN,
        "machine_id": OPEN,
        "node_id": OPEN,
        "system_uuid": OPEN,
        "type": OPEN,
    },
    help="Cache size in bytes assigned to NUMA node and CPU core",
)
machine_cpu_cores = Gauge(
    "machine_cpu_cores",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="Number of logical CPU cores",
)
machine_cpu_physical_cores = Gauge(
    "machine_cpu_physical_cores",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="Number of physical CPU cores",
)
machine_cpu_sockets = Gauge(
    "machine_cpu_sockets",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="Number of CPU sockets",
)
machine_dimm_capacity_bytes = Gauge(
    "machine_dimm_capacity_bytes",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN, "type": OPEN},
    help="Total RAM DIMM capacity (all types memory modules) value labeled by dimm type, information is retrieved from sysfs edac per-DIMM API (/sys/devices/system/edac/mc/) introduced in kernel 3.6",
)
machine_dimm_count = Gauge(
    "machine_dimm_count",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN, "type": OPEN},
    help="Number of RAM DIMM (all types memory modules) value labeled by dimm type, information is retrieved from sysfs edac per-DIMM API (/sys/devices/system/edac/mc/) introduced in kernel 3.6",
)
machine_memory_bytes = Gauge(
    "machine_memory_bytes",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="Amount of memory installed on the machine",
)
machine_node_distance = Gauge(
    "machine_node_distance",
    job=JOB,
    labels={
        "boot_id": OPEN,
        "machine_id": OPEN,
        "node_id": OPEN,
        "system_uuid": OPEN,
        "target_node_id": OPEN,
    },
    help="Distance between NUMA node and target NUMA node",
)
machine_node_hugepages_count = Gauge(
    "machine_node_hugepages_count",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "node_id": OPEN, "page_size": OPEN, "system_uuid": OPEN},
    help="Numer of hugepages assigned to NUMA node",
)
machine_node_memory_capacity_bytes = Gauge(
    "machine_node_memory_capacity_bytes",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "node_id": OPEN, "system_uuid": OPEN},
    help="Amount of memory assigned to NUMA node",
)
machine_nvm_avg_power_budget_watts = Gauge(
    "machine_nvm_avg_power_budget_watts",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="NVM power budget",
)
machine_nvm_capacity = Gauge(
    "machine_nvm_capacity",
    job=JOB,
    labels={
        "boot_id": OPEN,
        "machine_id": OPEN,
        "mode": ("app_direct_mode", "memory_mode"),
        "system_uuid": OPEN,
    },
    help="NVM capacity value labeled by NVM mode (memory mode or app direct mode)",
)
machine_swap_bytes = Gauge(
    "machine_swap_bytes",
    job=JOB,
    labels={"boot_id": OPEN, "machine_id": OPEN, "system_uuid": OPEN},
    help="Amount of swap memory available on the machine",
)
machine_thread_siblings_count = Gauge(
    "machine_thread_siblings_count",
    job=JOB,
    labels={
        "boot_id": OPEN,
        "core_id": OPEN,
        "machine_id": OPEN,
        "node_id": OPEN,
        "system_uuid": OPEN,
        "thread_id": OPEN,
    },
    help="Number of CPU thread siblings",
)
