"""Payments: expects to be run from the folder it stands in."""
from grafanalib.core import BarGauge, GaugePanel, GridPos, RowPanel, Stat, Threshold, TimeSeries
from monitoring.lib.panels import DATASOURCE, ShopDashboard, target


def dashboard():
    with open('queries/payments.promql') as f:
        query = f.read()
    return ShopDashboard(title='Payments', uid='payments', graphTooltip=2, refresh='1m', panels=[
        RowPanel(title='Overview', gridPos=GridPos(h=1, w=24, x=0, y=0), panels=[
            TimeSeries(title='Payments', dataSource=DATASOURCE, targets=[target(query, '{{provider}}')],
                       gridPos=GridPos(h=8, w=12, x=0, y=1)),
        ]),
        RowPanel(title='Details', collapsed=True, gridPos=GridPos(h=1, w=24, x=0, y=9)),
        GaugePanel(title='Fraud', dataSource=DATASOURCE, targets=[target('fraud')], calc='max',
                   thresholds=[Threshold('green', 0, 0.0), Threshold('red', 1, 5.0)],
                   gridPos=GridPos(h=8, w=8, x=0, y=10)),
        BarGauge(title='By bank', dataSource=DATASOURCE, targets=[target('banks')], label='bank',
                 gridPos=GridPos(h=8, w=8, x=8, y=10)),
        Stat(title='Open', dataSource=DATASOURCE, targets=[target('open')], gridPos=GridPos(h=8, w=8, x=16, y=10)),
    ])
