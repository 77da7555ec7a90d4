"""PromQL, valid and not: what the documentation of Prometheus 2.42 shows, and its mistakes."""

VALID = (
    "1", "-1", "+1", "0x1F", "1e3", "1.5e-3", ".5", "Inf", "-Inf", "NaN", "(1)", "1 + 2 * 3 ^ 2", "2 ^ 3 ^ 2", "-1 ^ 2", "1 == bool 1",
    "up", "up{}", 'up{job="a"}', "up{job='a'}", "up{job=`a`}", 'up{job="a",}', 'up{job!="a",instance=~"b.*",x!~"c|d"}',
    '{__name__="up"}', '{__name__=~"a.*",job="x"}', "job:up:sum", ":odd:name", '{job="x"}', 'up{job="a\\"b\\\\c\\n"}', 'up{job="ü☃"}',
    "up offset 5m", "up offset -5m", "up @ 1609746000", "up @ start()", "up @ end() offset 5m", "up offset 1h30m",
    "rate(up[5m])", "rate(up[1h30m15s500ms])", "rate(up[5m] offset 1h)", "rate(up[5m:])", "rate(up[5m:1m])", "rate((up)[5m:1m])",
    "max_over_time(rate(up[5m])[1h:1m] offset 1d)", "sum_over_time(up[1w])", "last_over_time(up[1y])", "present_over_time(up[2d])",
    "sum(up)", "sum by (job) (up)", "sum(up) by (job)", "sum without (job, instance) (up)", "sum by () (up)", "topk(3, up)",
    "bottomk by (job) (3, up)", "quantile(0.9, up)", 'count_values("version", build_info)', "stddev(up)", "stdvar(up)", "group(up)",
    "a + b", "a + on (x) b", "a / ignoring (x, y) b", "a * on (x) group_left b", "a * on (x) group_left (y) b", "a * ignoring (x) group_right (y) b",
    "a and b", "a or on () b", "a unless ignoring (x) b", "a > b", "a > bool b", "a == 1", "1 > bool a", "a % 2", "a atan2 b", "-a", "+a", "--a",
    "absent(up)", "absent_over_time(up[5m])", "abs(up)", "ceil(up)", "clamp(up, 0, 1)", "clamp_min(up, 0)", "clamp_max(up, 1)", "time()", "vector(1)",
    "scalar(up)", "day_of_month()", "day_of_year(up)", "hour(up)", "minute()", "month()", "year()", "days_in_month()", "day_of_week()",
    "delta(up[5m])", "deriv(up[5m])", "idelta(up[5m])", "irate(up[5m])", "increase(up[5m])", "changes(up[5m])", "resets(up[5m])",
    "predict_linear(up[1h], 3600)", "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "holt_winters(up[1h], 0.5, 0.5)",
    'label_replace(up, "a", "$1", "b", "(.*)")', 'label_join(up, "a", ",", "b", "c")', "sort(up)", "sort_desc(up)", "round(up)", "round(up, 0.5)",
    "ln(up)", "log2(up)", "log10(up)", "exp(up)", "sqrt(up)", "sgn(up)", "timestamp(up)", "pi()", "deg(up)", "rad(up)", "sin(up)", "acosh(up)",
    "avg_over_time(up[5m])", "min_over_time(up[5m])", "count_over_time(up[5m])", "quantile_over_time(0.9, up[5m])", "stddev_over_time(up[5m])",
    "up # a comment", "sum(\n  up\n)", "SUM(up)", "sum BY (job) (up)", 'up{job=~""}' + " or vector(0)", "a and on(job) (b > 1 or c < 2)",
    'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05',
    "sum by (on) (up)", "offset", "by", 'up{on="x", by="y"}', "inf", "nan", "sum", "rate",
)  # fmt: skip

INVALID = (
    "bool", "", " ", "# only a comment", "up{", "up}", "up[", "rate(up[5m)", "(up", "up)", "up{job=}", "up{job=a}", 'up{job="a" instance="b"}', 'up{job=="a"}',
    'up{job="a"', 'up{1job="a"}', "1up", "up down", "up +", "* up", "up ++ ", "up and", "and up", "up == ", "up & up", "up && up", "up | up", "up || up",
    "up = 1", "!up", "up!", "rate(up)", "rate(up, 5m)", "rate(5)", "sum(up[5m])", "up[5m] + 1", "abs(up[5m])", "rate(rate(up[5m]))", "clamp_max(up)",
    "clamp_max(up, up)", "nosuchfunction(up)", "humanize(up)", "rate()", "sum()", "topk(up)", "topk(3)", 'topk("3", up)', "sum by job (up)", "sum by (job (up)",
    "sum(up) by job", "quantile(up)", "histogram_quantile(0.9)", "absent()", "time(1)", "vector(up)", "scalar(1)", 'label_replace(up, "a", "b")',
    "up[5x]", "up[]", "up[5m", "up[5m:1m", "rate(up[m])", "up offset", "up offset x", "offset 5m", "up @", "1 > 2", "1 == 1", "1 and 2", "up and 1",
    "1 or up", "a + on b", "a + on (x) ignoring (y) b", "a + group_left (x) b", "a and on (x) group_left (y) b", "a > bool", "bool > a", "a bool b",
    "a + bool b", 'up{job=~"("}', 'up{job=~"*"}', 'up{job=~"["}', '"text" + 1', '"a" == "b"', 'up + "text"', 'sum("text")', "{}", '{job=""}', '{job=~".*"}',
    'up{__name__="down"}', 'up{job="a"}{x="b"}', "up offset 5m offset 5m", "(up + up) offset 5m", "(up)[5m]", "sum(up)[5m]", "up[5m][5m]", "up[5m:][5m]", "1[5m]",
    "%", "$", "up$", "up @ foo", 'up{"a"}', "`", "'", '"', "up;", "up,up", "sum(up,up)", "a ^", "^ a", "a atan2", "0x", "1e", "up > > 1", "un less up", "sum by (job,) (up,)", "rate(up[0s])", "rate(up[-5m])",
)  # fmt: skip
