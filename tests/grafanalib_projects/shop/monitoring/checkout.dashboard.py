"""The checkout, with rows as grafanalib's first examples have them. Helpers: beside and from the root."""
import os

from grafanalib.core import (
    DashboardLink, DataSourceInput, Gauge, GREEN, Graph, Legend, ORANGE, Pixels, RED, Row, SingleStat, SparkLine,
    Template, Templating, Tooltip, ValueMap, YAxes, YAxis,
)
from limits import LATENCY
from monitoring.lib.panels import RequestGraph, ShopDashboard, target

print('generating the checkout dashboard')

with open(os.path.join(os.path.dirname(__file__), 'queries', 'errors.promql')) as f:
    ERRORS = f.read()

dashboard = ShopDashboard(
    title='Checkout ☃',
    uid='checkout',
    tags=['generated'],
    sharedCrosshair=True,
    inputs=[DataSourceInput(name='DS_MAIN', label='Prometheus', pluginId='prometheus', pluginName='Prometheus')],
    links=[DashboardLink(title='Runbooks', type='link', uri='https://runbooks.example/checkout')],
    templating=Templating(list=[
        Template(name='ds', query='prometheus', type='datasource'),
        Template(name='instance', query='label_values(up, instance)', dataSource='Prometheus', multi=True,
                 includeAll=True, default='All'),
        Template(name='quantile', query='0.5,0.95 , p99 : 0.99', type='custom', default='0.5'),
        Template(name='step', query='1m,5m', type='interval', default='1m', auto=True),
    ]),
    rows=[
        Row(title='Traffic', panels=[
            RequestGraph(title='Requests', job='checkout'),
            Graph(title='Latency', dataSource='$ds', targets=[target('checkout_latency')], span=4,
                  thresholds=LATENCY, legend=Legend(max=True, avg=True, alignAsTable=True, rightSide=True),
                  tooltip=Tooltip(sort=2), nullPointMode='null as zero',
                  yAxes=YAxes(left=YAxis(format='s', logBase=10), right=YAxis(format='short'))),
        ]),
        Row(title='Now', collapse=True, height=Pixels(150), panels=[
            SingleStat(title='Errors', dataSource='${DS_MAIN}', targets=[target(ERRORS)], thresholds='1,5',
                       colors=[GREEN, ORANGE, RED], colorBackground=True, postfix=' errors',
                       valueName='current', sparkline=SparkLine(show=True), nullText='no traffic',
                       valueMaps=[ValueMap(text='none', value='0')]),
            SingleStat(title='Load', dataSource='default', targets=[target('load')], format='percent',
                       gauge=Gauge(show=True, maxValue=90)),
        ]),
    ],
).auto_panel_ids()
