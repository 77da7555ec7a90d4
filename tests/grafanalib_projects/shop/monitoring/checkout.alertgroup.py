from grafanalib.core import (
    AlertCondition, AlertExpression, AlertFileBasedProvisioning, AlertGroup, AlertRulev9, GreaterThan,
    OP_AND, RTYPE_LAST,
)
from grafanalib.core import Target
from monitoring.lib.panels import DATASOURCE

alertgroup = AlertFileBasedProvisioning([AlertGroup(name='Checkout', folder='Shop', rules=[
    AlertRulev9(
        title='Too many errors',
        dashboard_uid='checkout',
        panel_id=1,
        noDataAlertState='No Data',
        labels={'severity': 'critical'},
        annotations={'summary': 'The checkout fails'},
        triggers=[
            Target(refId='A', expr='checkout_errors', datasource=DATASOURCE),
            AlertExpression(refId='B', expression='A', conditions=[
                AlertCondition(evaluator=GreaterThan(3), operator=OP_AND, reducerType=RTYPE_LAST),
            ]),
        ],
    ),
])])
