from dashboards.b import QUERY
