"""The shop's own panels: what a team writes around grafanalib."""
import attr
from grafanalib import core as G

DATASOURCE = 'Prometheus'


def target(expr, legend=''):
    return G.Target(expr=expr, legendFormat=legend)


@attr.s
class ShopDashboard(G.Dashboard):
    team = attr.ib(default='shop')

    def to_json_data(self):
        data = super().to_json_data()
        data['tags'] = [*data['tags'], 'team:' + self.team]
        return data


@attr.s
class RequestGraph(G.Graph):
    job = attr.ib(default='')

    def to_json_data(self):
        self.dataSource = DATASOURCE
        self.targets = [
            target('sum(rate(http_requests_total{job="%s"}[5m])) by (code)' % self.job, '{{code}}'),
            target('sum(rate(http_requests_total{job="%s",code=~"5.."}[5m]))' % self.job, 'errors'),
        ]
        self.yAxes = G.YAxes(left=G.YAxis(format=G.OPS_FORMAT, min=0), right=G.YAxis(format='percentunit'))
        self.seriesOverrides = [
            G.SeriesOverride(alias='errors', yaxis=2, color='#C4162A', dashes=True, fill=0),
        ]
        return super().to_json_data()
