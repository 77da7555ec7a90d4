from dashboards.a import one

two = one + 1
