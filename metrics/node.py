# ruff: noqa: N816
"""Metrics of the job node, written by `grafana-kit metrics capture SOURCE --job node`."""

from grafana_kit.metrics import OPEN, Counter, Gauge, Summary, Untyped

JOB = "node"

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
node_arp_entries = Gauge("node_arp_entries", job=JOB, labels={"device": OPEN}, help="ARP entries by device")
node_boot_time_seconds = Gauge("node_boot_time_seconds", job=JOB, help="Node boot time, in unixtime.")
node_context_switches_total = Counter(
    "node_context_switches_total", job=JOB, help="Total number of context switches."
)
node_cpu_guest_seconds_total = Counter(
    "node_cpu_guest_seconds_total",
    job=JOB,
    labels={"cpu": OPEN, "mode": ("nice", "user")},
    help="Seconds the CPUs spent in guests (VMs) for each mode.",
)
node_cpu_seconds_total = Counter(
    "node_cpu_seconds_total",
    job=JOB,
    labels={"cpu": OPEN, "mode": ("idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user")},
    help="Seconds the CPUs spent in each mode.",
)
node_disk_discard_time_seconds_total = Counter(
    "node_disk_discard_time_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="This is the total number of seconds spent by all discards.",
)
node_disk_discarded_sectors_total = Counter(
    "node_disk_discarded_sectors_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of sectors discarded successfully.",
)
node_disk_discards_completed_total = Counter(
    "node_disk_discards_completed_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of discards completed successfully.",
)
node_disk_discards_merged_total = Counter(
    "node_disk_discards_merged_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of discards merged.",
)
node_disk_flush_requests_time_seconds_total = Counter(
    "node_disk_flush_requests_time_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="This is the total number of seconds spent by all flush requests.",
)
node_disk_flush_requests_total = Counter(
    "node_disk_flush_requests_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of flush requests completed successfully",
)
node_disk_info = Gauge(
    "node_disk_info",
    job=JOB,
    labels={
        "device": OPEN,
        "major": OPEN,
        "minor": OPEN,
        "model": OPEN,
        "path": OPEN,
        "revision": OPEN,
        "serial": OPEN,
        "wwn": OPEN,
    },
    help="Info of /sys/block/<block_device>.",
)
node_disk_io_now = Gauge(
    "node_disk_io_now", job=JOB, labels={"device": OPEN}, help="The number of I/Os currently in progress."
)
node_disk_io_time_seconds_total = Counter(
    "node_disk_io_time_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="Total seconds spent doing I/Os.",
)
node_disk_io_time_weighted_seconds_total = Counter(
    "node_disk_io_time_weighted_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="The weighted # of seconds spent doing I/Os.",
)
node_disk_read_bytes_total = Counter(
    "node_disk_read_bytes_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of bytes read successfully.",
)
node_disk_read_time_seconds_total = Counter(
    "node_disk_read_time_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of seconds spent by all reads.",
)
node_disk_reads_completed_total = Counter(
    "node_disk_reads_completed_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of reads completed successfully.",
)
node_disk_reads_merged_total = Counter(
    "node_disk_reads_merged_total", job=JOB, labels={"device": OPEN}, help="The total number of reads merged."
)
node_disk_write_time_seconds_total = Counter(
    "node_disk_write_time_seconds_total",
    job=JOB,
    labels={"device": OPEN},
    help="This is the total number of seconds spent by all writes.",
)
node_disk_writes_completed_total = Counter(
    "node_disk_writes_completed_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of writes completed successfully.",
)
node_disk_writes_merged_total = Counter(
    "node_disk_writes_merged_total", job=JOB, labels={"device": OPEN}, help="The number of writes merged."
)
node_disk_written_bytes_total = Counter(
    "node_disk_written_bytes_total",
    job=JOB,
    labels={"device": OPEN},
    help="The total number of bytes written successfully.",
)
node_entropy_available_bits = Gauge("node_entropy_available_bits", job=JOB, help="Bits of available entropy.")
node_entropy_pool_size_bits = Gauge("node_entropy_pool_size_bits", job=JOB, help="Bits of entropy pool.")
node_exporter_build_info = Gauge(
    "node_exporter_build_info",
    job=JOB,
    labels={
        "branch": OPEN,
        "goarch": OPEN,
        "goos": OPEN,
        "goversion": OPEN,
        "revision": OPEN,
        "version": OPEN,
    },
    help="A metric with a constant '1' value labeled by version, revision, branch, goversion from which node_exporter was built, and the goos and goarch for the build.",
)
node_filefd_allocated = Gauge("node_filefd_allocated", job=JOB, help="File descriptor statistics: allocated.")
node_filefd_maximum = Gauge("node_filefd_maximum", job=JOB, help="File descriptor statistics: maximum.")
node_filesystem_avail_bytes = Gauge(
    "node_filesystem_avail_bytes",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem space available to non-root users in bytes.",
)
node_filesystem_device_error = Gauge(
    "node_filesystem_device_error",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Whether an error occurred while getting statistics for the given device.",
)
node_filesystem_files = Gauge(
    "node_filesystem_files",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem total file nodes.",
)
node_filesystem_files_free = Gauge(
    "node_filesystem_files_free",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem total free file nodes.",
)
node_filesystem_free_bytes = Gauge(
    "node_filesystem_free_bytes",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem free space in bytes.",
)
node_filesystem_readonly = Gauge(
    "node_filesystem_readonly",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem read-only status.",
)
node_filesystem_size_bytes = Gauge(
    "node_filesystem_size_bytes",
    job=JOB,
    labels={"device": OPEN, "fstype": OPEN, "mountpoint": OPEN},
    help="Filesystem size in bytes.",
)
node_forks_total = Counter("node_forks_total", job=JOB, help="Total number of forks.")
node_intr_total = Counter("node_intr_total", job=JOB, help="Total number of interrupts serviced.")
node_load1 = Gauge("node_load1", job=JOB, help="1m load average.")
node_load15 = Gauge("node_load15", job=JOB, help="15m load average.")
node_load5 = Gauge("node_load5", job=JOB, help="5m load average.")
node_memory_Active_anon_bytes = Gauge(
    "node_memory_Active_anon_bytes", job=JOB, help="Memory information field Active_anon_bytes."
)
node_memory_Active_bytes = Gauge(
    "node_memory_Active_bytes", job=JOB, help="Memory information field Active_bytes."
)
node_memory_Active_file_bytes = Gauge(
    "node_memory_Active_file_bytes", job=JOB, help="Memory information field Active_file_bytes."
)
node_memory_AnonHugePages_bytes = Gauge(
    "node_memory_AnonHugePages_bytes", job=JOB, help="Memory information field AnonHugePages_bytes."
)
node_memory_AnonPages_bytes = Gauge(
    "node_memory_AnonPages_bytes", job=JOB, help="Memory information field AnonPages_bytes."
)
node_memory_Balloon_bytes = Gauge(
    "node_memory_Balloon_bytes", job=JOB, help="Memory information field Balloon_bytes."
)
node_memory_Bounce_bytes = Gauge(
    "node_memory_Bounce_bytes", job=JOB, help="Memory information field Bounce_bytes."
)
node_memory_Buffers_bytes = Gauge(
    "node_memory_Buffers_bytes", job=JOB, help="Memory information field Buffers_bytes."
)
node_memory_Cached_bytes = Gauge(
    "node_memory_Cached_bytes", job=JOB, help="Memory information field Cached_bytes."
)
node_memory_CommitLimit_bytes = Gauge(
    "node_memory_CommitLimit_bytes", job=JOB, help="Memory information field CommitLimit_bytes."
)
node_memory_Committed_AS_bytes = Gauge(
    "node_memory_Committed_AS_bytes", job=JOB, help="Memory information field Committed_AS_bytes."
)
node_memory_DirectMap1G_bytes = Gauge(
    "node_memory_DirectMap1G_bytes", job=JOB, help="Memory information field DirectMap1G_bytes."
)
node_memory_DirectMap2M_bytes = Gauge(
    "node_memory_DirectMap2M_bytes", job=JOB, help="Memory information field DirectMap2M_bytes."
)
node_memory_DirectMap4k_bytes = Gauge(
    "node_memory_DirectMap4k_bytes", job=JOB, help="Memory information field DirectMap4k_bytes."
)
node_memory_Dirty_bytes = Gauge(
    "node_memory_Dirty_bytes", job=JOB, help="Memory information field Dirty_bytes."
)
node_memory_FileHugePages_bytes = Gauge(
    "node_memory_FileHugePages_bytes", job=JOB, help="Memory information field FileHugePages_bytes."
)
node_memory_FilePmdMapped_bytes = Gauge(
    "node_memory_FilePmdMapped_bytes", job=JOB, help="Memory information field FilePmdMapped_bytes."
)
node_memory_HugePages_Free = Gauge(
    "node_memory_HugePages_Free", job=JOB, help="Memory information field HugePages_Free."
)
node_memory_HugePages_Rsvd = Gauge(
    "node_memory_HugePages_Rsvd", job=JOB, help="Memory information field HugePages_Rsvd."
)
node_memory_HugePages_Surp = Gauge(
    "node_memory_HugePages_Surp", job=JOB, help="Memory information field HugePages_Surp."
)
node_memory_HugePages_Total = Gauge(
    "node_memory_HugePages_Total", job=JOB, help="Memory information field HugePages_Total."
)
node_memory_Hugepagesize_bytes = Gauge(
    "node_memory_Hugepagesize_bytes", job=JOB, help="Memory information field Hugepagesize_bytes."
)
node_memory_Hugetlb_bytes = Gauge(
    "node_memory_Hugetlb_bytes", job=JOB, help="Memory information field Hugetlb_bytes."
)
node_memory_Inactive_anon_bytes = Gauge(
    "node_memory_Inactive_anon_bytes", job=JOB, help="Memory information field Inactive_anon_bytes."
)
node_memory_Inactive_bytes = Gauge(
    "node_memory_Inactive_bytes", job=JOB, help="Memory information field Inactive_bytes."
)
node_memory_Inactive_file_bytes = Gauge(
    "node_memory_Inactive_file_bytes", job=JOB, help="Memory information field Inactive_file_bytes."
)
node_memory_KReclaimable_bytes = Gauge(
    "node_memory_KReclaimable_bytes", job=JOB, help="Memory information field KReclaimable_bytes."
)
node_memory_KernelStack_bytes = Gauge(
    "node_memory_KernelStack_bytes", job=JOB, help="Memory information field KernelStack_bytes."
)
node_memory_Mapped_bytes = Gauge(
    "node_memory_Mapped_bytes", job=JOB, help="Memory information field Mapped_bytes."
)
node_memory_MemAvailable_bytes = Gauge(
    "node_memory_MemAvailable_bytes", job=JOB, help="Memory information field MemAvailable_bytes."
)
node_memory_MemFree_bytes = Gauge(
    "node_memory_MemFree_bytes", job=JOB, help="Memory information field MemFree_bytes."
)
node_memory_MemTotal_bytes = Gauge(
    "node_memory_MemTotal_bytes", job=JOB, help="Memory information field MemTotal_bytes."
)
node_memory_Mlocked_bytes = Gauge(
    "node_memory_Mlocked_bytes", job=JOB, help="Memory information field Mlocked_bytes."
)
node_memory_NFS_Unstable_bytes = Gauge(
    "node_memory_NFS_Unstable_bytes", job=JOB, help="Memory information field NFS_Unstable_bytes."
)
node_memory_PageTables_bytes = Gauge(
    "node_memory_PageTables_bytes", job=JOB, help="Memory information field PageTables_bytes."
)
node_memory_Percpu_bytes = Gauge(
    "node_memory_Percpu_bytes", job=JOB, help="Memory information field Percpu_bytes."
)
node_memory_SReclaimable_bytes = Gauge(
    "node_memory_SReclaimable_bytes", job=JOB, help="Memory information field SReclaimable_bytes."
)
node_memory_SUnreclaim_bytes = Gauge(
    "node_memory_SUnreclaim_bytes", job=JOB, help="Memory information field SUnreclaim_bytes."
)
node_memory_SecPageTables_bytes = Gauge(
    "node_memory_SecPageTables_bytes", job=JOB, help="Memory information field SecPageTables_bytes."
)
node_memory_ShmemHugePages_bytes = Gauge(
    "node_memory_ShmemHugePages_bytes", job=JOB, help="Memory information field ShmemHugePages_bytes."
)
node_memory_ShmemPmdMapped_bytes = Gauge(
    "node_memory_ShmemPmdMapped_bytes", job=JOB, help="Memory information field ShmemPmdMapped_bytes."
)
node_memory_Shmem_bytes = Gauge(
    "node_memory_Shmem_bytes", job=JOB, help="Memory information field Shmem_bytes."
)
node_memory_Slab_bytes = Gauge("node_memory_Slab_bytes", job=JOB, help="Memory information field Slab_bytes.")
node_memory_SwapCached_bytes = Gauge(
    "node_memory_SwapCached_bytes", job=JOB, help="Memory information field SwapCached_bytes."
)
node_memory_SwapFree_bytes = Gauge(
    "node_memory_SwapFree_bytes", job=JOB, help="Memory information field SwapFree_bytes."
)
node_memory_SwapTotal_bytes = Gauge(
    "node_memory_SwapTotal_bytes", job=JOB, help="Memory information field SwapTotal_bytes."
)
node_memory_Unevictable_bytes = Gauge(
    "node_memory_Unevictable_bytes", job=JOB, help="Memory information field Unevictable_bytes."
)
node_memory_VmallocChunk_bytes = Gauge(
    "node_memory_VmallocChunk_bytes", job=JOB, help="Memory information field VmallocChunk_bytes."
)
node_memory_VmallocTotal_bytes = Gauge(
    "node_memory_VmallocTotal_bytes", job=JOB, help="Memory information field VmallocTotal_bytes."
)
node_memory_VmallocUsed_bytes = Gauge(
    "node_memory_VmallocUsed_bytes", job=JOB, help="Memory information field VmallocUsed_bytes."
)
node_memory_WritebackTmp_bytes = Gauge(
    "node_memory_WritebackTmp_bytes", job=JOB, help="Memory information field WritebackTmp_bytes."
)
node_memory_Writeback_bytes = Gauge(
    "node_memory_Writeback_bytes", job=JOB, help="Memory information field Writeback_bytes."
)
node_memory_Zswap_bytes = Gauge(
    "node_memory_Zswap_bytes", job=JOB, help="Memory information field Zswap_bytes."
)
node_memory_Zswapped_bytes = Gauge(
    "node_memory_Zswapped_bytes", job=JOB, help="Memory information field Zswapped_bytes."
)
node_netstat_Icmp6_InErrors = Untyped("node_netstat_Icmp6_InErrors", job=JOB, help="Statistic Icmp6InErrors.")
node_netstat_Icmp6_InMsgs = Untyped("node_netstat_Icmp6_InMsgs", job=JOB, help="Statistic Icmp6InMsgs.")
node_netstat_Icmp6_OutMsgs = Untyped("node_netstat_Icmp6_OutMsgs", job=JOB, help="Statistic Icmp6OutMsgs.")
node_netstat_Icmp_InErrors = Untyped("node_netstat_Icmp_InErrors", job=JOB, help="Statistic IcmpInErrors.")
node_netstat_Icmp_InMsgs = Untyped("node_netstat_Icmp_InMsgs", job=JOB, help="Statistic IcmpInMsgs.")
node_netstat_Icmp_OutMsgs = Untyped("node_netstat_Icmp_OutMsgs", job=JOB, help="Statistic IcmpOutMsgs.")
node_netstat_Ip6_InOctets = Untyped("node_netstat_Ip6_InOctets", job=JOB, help="Statistic Ip6InOctets.")
node_netstat_Ip6_OutOctets = Untyped("node_netstat_Ip6_OutOctets", job=JOB, help="Statistic Ip6OutOctets.")
node_netstat_IpExt_InOctets = Untyped("node_netstat_IpExt_InOctets", job=JOB, help="Statistic IpExtInOctets.")
node_netstat_IpExt_OutOctets = Untyped(
    "node_netstat_IpExt_OutOctets", job=JOB, help="Statistic IpExtOutOctets."
)
node_netstat_Ip_Forwarding = Untyped("node_netstat_Ip_Forwarding", job=JOB, help="Statistic IpForwarding.")
node_netstat_TcpExt_ListenDrops = Untyped(
    "node_netstat_TcpExt_ListenDrops", job=JOB, help="Statistic TcpExtListenDrops."
)
node_netstat_TcpExt_ListenOverflows = Untyped(
    "node_netstat_TcpExt_ListenOverflows", job=JOB, help="Statistic TcpExtListenOverflows."
)
node_netstat_TcpExt_SyncookiesFailed = Untyped(
    "node_netstat_TcpExt_SyncookiesFailed", job=JOB, help="Statistic TcpExtSyncookiesFailed."
)
node_netstat_TcpExt_SyncookiesRecv = Untyped(
    "node_netstat_TcpExt_SyncookiesRecv", job=JOB, help="Statistic TcpExtSyncookiesRecv."
)
node_netstat_TcpExt_SyncookiesSent = Untyped(
    "node_netstat_TcpExt_SyncookiesSent", job=JOB, help="Statistic TcpExtSyncookiesSent."
)
node_netstat_TcpExt_TCPSynRetrans = Untyped(
    "node_netstat_TcpExt_TCPSynRetrans", job=JOB, help="Statistic TcpExtTCPSynRetrans."
)
node_netstat_TcpExt_TCPTimeouts = Untyped(
    "node_netstat_TcpExt_TCPTimeouts", job=JOB, help="Statistic TcpExtTCPTimeouts."
)
node_netstat_Tcp_ActiveOpens = Untyped(
    "node_netstat_Tcp_ActiveOpens", job=JOB, help="Statistic TcpActiveOpens."
)
node_netstat_Tcp_CurrEstab = Untyped("node_netstat_Tcp_CurrEstab", job=JOB, help="Statistic TcpCurrEstab.")
node_netstat_Tcp_InErrs = Untyped("node_netstat_Tcp_InErrs", job=JOB, help="Statistic TcpInErrs.")
node_netstat_Tcp_InSegs = Untyped("node_netstat_Tcp_InSegs", job=JOB, help="Statistic TcpInSegs.")
node_netstat_Tcp_OutRsts = Untyped("node_netstat_Tcp_OutRsts", job=JOB, help="Statistic TcpOutRsts.")
node_netstat_Tcp_OutSegs = Untyped("node_netstat_Tcp_OutSegs", job=JOB, help="Statistic TcpOutSegs.")
node_netstat_Tcp_PassiveOpens = Untyped(
    "node_netstat_Tcp_PassiveOpens", job=JOB, help="Statistic TcpPassiveOpens."
)
node_netstat_Tcp_RetransSegs = Untyped(
    "node_netstat_Tcp_RetransSegs", job=JOB, help="Statistic TcpRetransSegs."
)
node_netstat_Udp6_InDatagrams = Untyped(
    "node_netstat_Udp6_InDatagrams", job=JOB, help="Statistic Udp6InDatagrams."
)
node_netstat_Udp6_InErrors = Untyped("node_netstat_Udp6_InErrors", job=JOB, help="Statistic Udp6InErrors.")
node_netstat_Udp6_NoPorts = Untyped("node_netstat_Udp6_NoPorts", job=JOB, help="Statistic Udp6NoPorts.")
node_netstat_Udp6_OutDatagrams = Untyped(
    "node_netstat_Udp6_OutDatagrams", job=JOB, help="Statistic Udp6OutDatagrams."
)
node_netstat_Udp6_RcvbufErrors = Untyped(
    "node_netstat_Udp6_RcvbufErrors", job=JOB, help="Statistic Udp6RcvbufErrors."
)
node_netstat_Udp6_SndbufErrors = Untyped(
    "node_netstat_Udp6_SndbufErrors", job=JOB, help="Statistic Udp6SndbufErrors."
)
node_netstat_UdpLite6_InErrors = Untyped(
    "node_netstat_UdpLite6_InErrors", job=JOB, help="Statistic UdpLite6InErrors."
)
node_netstat_UdpLite_InErrors = Untyped(
    "node_netstat_UdpLite_InErrors", job=JOB, help="Statistic UdpLiteInErrors."
)
node_netstat_Udp_InDatagrams = Untyped(
    "node_netstat_Udp_InDatagrams", job=JOB, help="Statistic UdpInDatagrams."
)
node_netstat_Udp_InErrors = Untyped("node_netstat_Udp_InErrors", job=JOB, help="Statistic UdpInErrors.")
node_netstat_Udp_NoPorts = Untyped("node_netstat_Udp_NoPorts", job=JOB, help="Statistic UdpNoPorts.")
node_netstat_Udp_OutDatagrams = Untyped(
    "node_netstat_Udp_OutDatagrams", job=JOB, help="Statistic UdpOutDatagrams."
)
node_netstat_Udp_RcvbufErrors = Untyped(
    "node_netstat_Udp_RcvbufErrors", job=JOB, help="Statistic UdpRcvbufErrors."
)
node_netstat_Udp_SndbufErrors = Untyped(
    "node_netstat_Udp_SndbufErrors", job=JOB, help="Statistic UdpSndbufErrors."
)
node_network_address_assign_type = Gauge(
    "node_network_address_assign_type",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: address_assign_type",
)
node_network_carrier = Gauge(
    "node_network_carrier", job=JOB, labels={"device": OPEN}, help="Network device property: carrier"
)
node_network_carrier_changes_total = Counter(
    "node_network_carrier_changes_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: carrier_changes_total",
)
node_network_carrier_down_changes_total = Counter(
    "node_network_carrier_down_changes_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: carrier_down_changes_total",
)
node_network_carrier_up_changes_total = Counter(
    "node_network_carrier_up_changes_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: carrier_up_changes_total",
)
node_network_device_id = Gauge(
    "node_network_device_id", job=JOB, labels={"device": OPEN}, help="Network device property: device_id"
)
node_network_dormant = Gauge(
    "node_network_dormant", job=JOB, labels={"device": OPEN}, help="Network device property: dormant"
)
node_network_flags = Gauge(
    "node_network_flags", job=JOB, labels={"device": OPEN}, help="Network device property: flags"
)
node_network_iface_id = Gauge(
    "node_network_iface_id", job=JOB, labels={"device": OPEN}, help="Network device property: iface_id"
)
node_network_iface_link = Gauge(
    "node_network_iface_link", job=JOB, labels={"device": OPEN}, help="Network device property: iface_link"
)
node_network_iface_link_mode = Gauge(
    "node_network_iface_link_mode",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: iface_link_mode",
)
node_network_info = Gauge(
    "node_network_info",
    job=JOB,
    labels={
        "address": OPEN,
        "broadcast": OPEN,
        "device": OPEN,
        "duplex": OPEN,
        "ifalias": OPEN,
        "operstate": OPEN,
    },
    help="Non-numeric data from /sys/class/net/<iface>, value is always 1.",
)
node_network_mtu_bytes = Gauge(
    "node_network_mtu_bytes", job=JOB, labels={"device": OPEN}, help="Network device property: mtu_bytes"
)
node_network_name_assign_type = Gauge(
    "node_network_name_assign_type",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: name_assign_type",
)
node_network_net_dev_group = Gauge(
    "node_network_net_dev_group",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: net_dev_group",
)
node_network_protocol_type = Gauge(
    "node_network_protocol_type",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: protocol_type",
)
node_network_receive_bytes_total = Counter(
    "node_network_receive_bytes_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_bytes.",
)
node_network_receive_compressed_total = Counter(
    "node_network_receive_compressed_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_compressed.",
)
node_network_receive_drop_total = Counter(
    "node_network_receive_drop_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_drop.",
)
node_network_receive_errs_total = Counter(
    "node_network_receive_errs_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_errs.",
)
node_network_receive_fifo_total = Counter(
    "node_network_receive_fifo_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_fifo.",
)
node_network_receive_frame_total = Counter(
    "node_network_receive_frame_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_frame.",
)
node_network_receive_multicast_total = Counter(
    "node_network_receive_multicast_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_multicast.",
)
node_network_receive_nohandler_total = Counter(
    "node_network_receive_nohandler_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_nohandler.",
)
node_network_receive_packets_total = Counter(
    "node_network_receive_packets_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic receive_packets.",
)
node_network_speed_bytes = Gauge(
    "node_network_speed_bytes", job=JOB, labels={"device": OPEN}, help="Network device property: speed_bytes"
)
node_network_transmit_bytes_total = Counter(
    "node_network_transmit_bytes_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_bytes.",
)
node_network_transmit_carrier_total = Counter(
    "node_network_transmit_carrier_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_carrier.",
)
node_network_transmit_colls_total = Counter(
    "node_network_transmit_colls_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_colls.",
)
node_network_transmit_compressed_total = Counter(
    "node_network_transmit_compressed_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_compressed.",
)
node_network_transmit_drop_total = Counter(
    "node_network_transmit_drop_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_drop.",
)
node_network_transmit_errs_total = Counter(
    "node_network_transmit_errs_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_errs.",
)
node_network_transmit_fifo_total = Counter(
    "node_network_transmit_fifo_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_fifo.",
)
node_network_transmit_packets_total = Counter(
    "node_network_transmit_packets_total",
    job=JOB,
    labels={"device": OPEN},
    help="Network device statistic transmit_packets.",
)
node_network_transmit_queue_length = Gauge(
    "node_network_transmit_queue_length",
    job=JOB,
    labels={"device": OPEN},
    help="Network device property: transmit_queue_length",
)
node_network_up = Gauge(
    "node_network_up", job=JOB, labels={"device": OPEN}, help="Value is 1 if operstate is 'up', 0 otherwise."
)
node_nf_conntrack_entries = Gauge(
    "node_nf_conntrack_entries",
    job=JOB,
    help="Number of currently allocated flow entries for connection tracking.",
)
node_nf_conntrack_entries_limit = Gauge(
    "node_nf_conntrack_entries_limit", job=JOB, help="Maximum size of connection tracking table."
)
node_nf_conntrack_stat_drop = Gauge(
    "node_nf_conntrack_stat_drop", job=JOB, help="Number of packets dropped due to conntrack failure."
)
node_nf_conntrack_stat_early_drop = Gauge(
    "node_nf_conntrack_stat_early_drop",
    job=JOB,
    help="Number of dropped conntrack entries to make room for new ones, if maximum table size was reached.",
)
node_nf_conntrack_stat_found = Gauge(
    "node_nf_conntrack_stat_found", job=JOB, help="Number of searched entries which were successful."
)
node_nf_conntrack_stat_ignore = Gauge(
    "node_nf_conntrack_stat_ignore",
    job=JOB,
    help="Number of packets seen which are already connected to a conntrack entry.",
)
node_nf_conntrack_stat_insert = Gauge(
    "node_nf_conntrack_stat_insert", job=JOB, help="Number of entries inserted into the list."
)
node_nf_conntrack_stat_insert_failed = Gauge(
    "node_nf_conntrack_stat_insert_failed",
    job=JOB,
    help="Number of entries for which list insertion was attempted but failed.",
)
node_nf_conntrack_stat_invalid = Gauge(
    "node_nf_conntrack_stat_invalid", job=JOB, help="Number of packets seen which can not be tracked."
)
node_nf_conntrack_stat_search_restart = Gauge(
    "node_nf_conntrack_stat_search_restart",
    job=JOB,
    help="Number of conntrack table lookups which had to be restarted due to hashtable resizes.",
)
node_os_info = Gauge(
    "node_os_info",
    job=JOB,
    labels={
        "build_id": OPEN,
        "id": OPEN,
        "id_like": OPEN,
        "image_id": OPEN,
        "image_version": OPEN,
        "name": OPEN,
        "pretty_name": OPEN,
        "variant": OPEN,
        "variant_id": OPEN,
        "version": OPEN,
        "version_codename": OPEN,
        "version_id": OPEN,
    },
    help="A metric with a constant '1' value labeled by build_id, id, id_like, image_id, image_version, name, pretty_name, variant, variant_id, version, version_codename, version_id.",
)
node_os_version = Gauge(
    "node_os_version",
    job=JOB,
    labels={"id": OPEN, "id_like": OPEN, "name": OPEN},
    help="Metric containing the major.minor part of the OS version.",
)
node_pressure_cpu_waiting_seconds_total = Counter(
    "node_pressure_cpu_waiting_seconds_total",
    job=JOB,
    help="Total time in seconds that processes have waited for CPU time",
)
node_pressure_io_stalled_seconds_total = Counter(
    "node_pressure_io_stalled_seconds_total",
    job=JOB,
    help="Total time in seconds no process could make progress due to IO congestion",
)
node_pressure_io_waiting_seconds_total = Counter(
    "node_pressure_io_waiting_seconds_total",
    job=JOB,
    help="Total time in seconds that processes have waited due to IO congestion",
)
node_pressure_memory_stalled_seconds_total = Counter(
    "node_pressure_memory_stalled_seconds_total",
    job=JOB,
    help="Total time in seconds no process could make progress due to memory congestion",
)
node_pressure_memory_waiting_seconds_total = Counter(
    "node_pressure_memory_waiting_seconds_total",
    job=JOB,
    help="Total time in seconds that processes have waited for memory",
)
node_procs_blocked = Gauge(
    "node_procs_blocked", job=JOB, help="Number of processes blocked waiting for I/O to complete."
)
node_procs_running = Gauge("node_procs_running", job=JOB, help="Number of processes in runnable state.")
node_scrape_collector_duration_seconds = Gauge(
    "node_scrape_collector_duration_seconds",
    job=JOB,
    labels={"collector": OPEN},
    help="node_exporter: Duration of a collector scrape.",
)
node_scrape_collector_success = Gauge(
    "node_scrape_collector_success",
    job=JOB,
    labels={"collector": OPEN},
    help="node_exporter: Whether a collector succeeded.",
)
node_selinux_enabled = Gauge(
    "node_selinux_enabled", job=JOB, help="SELinux is enabled, 1 is true, 0 is false"
)
node_sockstat_FRAG6_inuse = Gauge(
    "node_sockstat_FRAG6_inuse", job=JOB, help="Number of FRAG6 sockets in state inuse."
)
node_sockstat_FRAG6_memory = Gauge(
    "node_sockstat_FRAG6_memory", job=JOB, help="Number of FRAG6 sockets in state memory."
)
node_sockstat_FRAG_inuse = Gauge(
    "node_sockstat_FRAG_inuse", job=JOB, help="Number of FRAG sockets in state inuse."
)
node_sockstat_FRAG_memory = Gauge(
    "node_sockstat_FRAG_memory", job=JOB, help="Number of FRAG sockets in state memory."
)
node_sockstat_RAW6_inuse = Gauge(
    "node_sockstat_RAW6_inuse", job=JOB, help="Number of RAW6 sockets in state inuse."
)
node_sockstat_RAW_inuse = Gauge(
    "node_sockstat_RAW_inuse", job=JOB, help="Number of RAW sockets in state inuse."
)
node_sockstat_TCP6_inuse = Gauge(
    "node_sockstat_TCP6_inuse", job=JOB, help="Number of TCP6 sockets in state inuse."
)
node_sockstat_TCP_alloc = Gauge(
    "node_sockstat_TCP_alloc", job=JOB, help="Number of TCP sockets in state alloc."
)
node_sockstat_TCP_inuse = Gauge(
    "node_sockstat_TCP_inuse", job=JOB, help="Number of TCP sockets in state inuse."
)
node_sockstat_TCP_mem = Gauge("node_sockstat_TCP_mem", job=JOB, help="Number of TCP sockets in state mem.")
node_sockstat_TCP_mem_bytes = Gauge(
    "node_sockstat_TCP_mem_bytes", job=JOB, help="Number of TCP sockets in state mem_bytes."
)
node_sockstat_TCP_orphan = Gauge(
    "node_sockstat_TCP_orphan", job=JOB, help="Number of TCP sockets in state orphan."
)
node_sockstat_TCP_tw = Gauge("node_sockstat_TCP_tw", job=JOB, help="Number of TCP sockets in state tw.")
node_sockstat_UDP6_inuse = Gauge(
    "node_sockstat_UDP6_inuse", job=JOB, help="Number of UDP6 sockets in state inuse."
)
node_sockstat_UDPLITE6_inuse = Gauge(
    "node_sockstat_UDPLITE6_inuse", job=JOB, help="Number of UDPLITE6 sockets in state inuse."
)
node_sockstat_UDPLITE_inuse = Gauge(
    "node_sockstat_UDPLITE_inuse", job=JOB, help="Number of UDPLITE sockets in state inuse."
)
node_sockstat_UDP_inuse = Gauge(
    "node_sockstat_UDP_inuse", job=JOB, help="Number of UDP sockets in state inuse."
)
node_sockstat_UDP_mem = Gauge("node_sockstat_UDP_mem", job=JOB, help="Number of UDP sockets in state mem.")
node_sockstat_UDP_mem_bytes = Gauge(
    "node_sockstat_UDP_mem_bytes", job=JOB, help="Number of UDP sockets in state mem_bytes."
)
node_sockstat_sockets_used = Gauge(
    "node_sockstat_sockets_used", job=JOB, help="Number of IPv4 sockets in use."
)
node_softnet_dropped_total = Counter(
    "node_softnet_dropped_total", job=JOB, labels={"cpu": OPEN}, help="Number of dropped packets"
)
node_softnet_processed_total = Counter(
    "node_softnet_processed_total", job=JOB, labels={"cpu": OPEN}, help="Number of processed packets"
)
node_softnet_times_squeezed_total = Counter(
    "node_softnet_times_squeezed_total",
    job=JOB,
    labels={"cpu": OPEN},
    help="Number of times processing packets ran out of quota",
)
node_textfile_scrape_error = Gauge(
    "node_textfile_scrape_error",
    job=JOB,
    help="1 if there was an error opening or reading a file, 0 otherwise",
)
node_time_clocksource_available_info = Gauge(
    "node_time_clocksource_available_info",
    job=JOB,
    labels={"clocksource": OPEN, "device": OPEN},
    help="Available clocksources read from '/sys/devices/system/clocksource'.",
)
node_time_clocksource_current_info = Gauge(
    "node_time_clocksource_current_info",
    job=JOB,
    labels={"clocksource": OPEN, "device": OPEN},
    help="Current clocksource read from '/sys/devices/system/clocksource'.",
)
node_time_seconds = Gauge("node_time_seconds", job=JOB, help="System time in seconds since epoch (1970).")
node_time_zone_offset_seconds = Gauge(
    "node_time_zone_offset_seconds",
    job=JOB,
    labels={"time_zone": OPEN},
    help="System time zone offset in seconds.",
)
node_timex_estimated_error_seconds = Gauge(
    "node_timex_estimated_error_seconds", job=JOB, help="Estimated error in seconds."
)
node_timex_frequency_adjustment_ratio = Gauge(
    "node_timex_frequency_adjustment_ratio", job=JOB, help="Local clock frequency adjustment."
)
node_timex_loop_time_constant = Gauge(
    "node_timex_loop_time_constant", job=JOB, help="Phase-locked loop time constant."
)
node_timex_maxerror_seconds = Gauge("node_timex_maxerror_seconds", job=JOB, help="Maximum error in seconds.")
node_timex_offset_seconds = Gauge(
    "node_timex_offset_seconds", job=JOB, help="Time offset in between local system and reference clock."
)
node_timex_pps_calibration_total = Counter(
    "node_timex_pps_calibration_total", job=JOB, help="Pulse per second count of calibration intervals."
)
node_timex_pps_error_total = Counter(
    "node_timex_pps_error_total", job=JOB, help="Pulse per second count of calibration errors."
)
node_timex_pps_frequency_hertz = Gauge(
    "node_timex_pps_frequency_hertz", job=JOB, help="Pulse per second frequency."
)
node_timex_pps_jitter_seconds = Gauge(
    "node_timex_pps_jitter_seconds", job=JOB, help="Pulse per second jitter."
)
node_timex_pps_jitter_total = Counter(
    "node_timex_pps_jitter_total", job=JOB, help="Pulse per second count of jitter limit exceeded events."
)
node_timex_pps_shift_seconds = Gauge(
    "node_timex_pps_shift_seconds", job=JOB, help="Pulse per second interval duration."
)
node_timex_pps_stability_exceeded_total = Counter(
    "node_timex_pps_stability_exceeded_total",
    job=JOB,
    help="Pulse per second count of stability limit exceeded events.",
)
node_timex_pps_stability_hertz = Gauge(
    "node_timex_pps_stability_hertz",
    job=JOB,
    help="Pulse per second stability, average of recent frequency changes.",
)
node_timex_status = Gauge("node_timex_status", job=JOB, help="Value of the status array bits.")
node_timex_sync_status = Gauge(
    "node_timex_sync_status", job=JOB, help="Is clock synchronized to a reliable server (1 = yes, 0 = no)."
)
node_timex_tai_offset_seconds = Gauge(
    "node_timex_tai_offset_seconds", job=JOB, help="International Atomic Time (TAI) offset."
)
node_timex_tick_seconds = Gauge("node_timex_tick_seconds", job=JOB, help="Seconds between clock ticks.")
node_udp_queues = Gauge(
    "node_udp_queues",
    job=JOB,
    labels={"ip": ("v4", "v6"), "queue": ("rx", "tx")},
    help="Number of allocated memory in the kernel for UDP datagrams in bytes.",
)
node_uname_info = Gauge(
    "node_uname_info",
    job=JOB,
    labels={
        "domainname": OPEN,
        "machine": OPEN,
        "nodename": OPEN,
        "release": OPEN,
        "sysname": OPEN,
        "version": OPEN,
    },
    help="Labeled system information as provided by the uname system call.",
)
node_vmstat_oom_kill = Untyped(
    "node_vmstat_oom_kill", job=JOB, help="/proc/vmstat information field oom_kill."
)
node_vmstat_pgfault = Untyped("node_vmstat_pgfault", job=JOB, help="/proc/vmstat information field pgfault.")
node_vmstat_pgmajfault = Untyped(
    "node_vmstat_pgmajfault", job=JOB, help="/proc/vmstat information field pgmajfault."
)
node_vmstat_pgpgin = Untyped("node_vmstat_pgpgin", job=JOB, help="/proc/vmstat information field pgpgin.")
node_vmstat_pgpgout = Untyped("node_vmstat_pgpgout", job=JOB, help="/proc/vmstat information field pgpgout.")
node_vmstat_pswpin = Untyped("node_vmstat_pswpin", job=JOB, help="/proc/vmstat information field pswpin.")
node_vmstat_pswpout = Untyped("node_vmstat_pswpout", job=JOB, help="/proc/vmstat information field pswpout.")
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
promhttp_metric_handler_errors_total = Counter(
    "promhttp_metric_handler_errors_total",
    job=JOB,
    labels={"cause": ("encoding", "gathering")},
    help="Total number of internal errors encountered by the promhttp metric handler.",
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
