from dashboards.b import two

one = 1
